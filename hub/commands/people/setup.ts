import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { addressOf } from '../../enrolment/hub-address.ts'
import { newSpokenCode, spokenCodeDigest } from '../../people/spoken-code.ts'
import { createSetupCode } from '../../store/change/create-setup-code.ts'
import type { StoreAction } from '../store-action.ts'

/** How long the code counts, in seconds. */
const TTL = 3600

/** Makes the code for the first admin: whoever visits the hub first is nobody without it. */
export const makeSetupCode: StoreAction = {
  usage: 'setup',
  summary: 'Show a code that makes the first admin, once, within an hour.',
  options: ['--config', '--json'],
  run: async ({ store, config, now, options, io, by }) => {
    const [code, expires] = [newSpokenCode(), now + TTL]
    if (!(await store.change(createSetupCode, { code: { digest: spokenCodeDigest(code), expires }, now, by })))
      throw new ActionNeeded('There is an admin already; to add one more: spoor-hub people add NAME --role admin')
    const url = addressOf(config)
    if (options['json'] === true) {
      io.stdout.write(plainJson({ code, expires, url }, 2))
      return
    }
    const paragraphs = [
      `The code for the first admin, until ${utc(expires * 1000)}:`,
      `  ${code}`,
      `Use it at ${url}, or add an admin here: spoor-hub people add NAME --role admin`,
    ]
    io.stdout.write(`${paragraphs.join('\n\n')}\n`)
  },
}
