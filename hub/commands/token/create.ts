import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { newToken } from '../../enrolment/enrol-token.ts'
import { typedLabel } from '../../enrolment/host-label.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { addressOf } from '../../enrolment/hub-address.ts'
import { createToken } from '../../store/change/create-token.ts'
import { type StoreAction, typedSeconds, typedText } from '../store-action.ts'

const MOST_USES = 100_000

/** Makes a token, and prints it once with the command that takes it. */
export const makeToken: StoreAction = {
  usage: 'create',
  summary: 'Make a token and show it, once, with what to type on the hosts.',
  options: ['--config', '--uses', '--ttl', '--label', '--host', '--json'],
  run: async ({ store, config, now, options, io, by }) => {
    const uses = Number(typedText(options, 'uses', '1'))
    if (!Number.isInteger(uses) || uses < 1 || uses > MOST_USES)
      throw new ActionNeeded(`--uses: write a whole number from 1 to ${MOST_USES}`, EXIT.usage)
    const label = typedLabel(typedText(options, 'label', ''))
    const host = options['host'] === undefined ? null : typedHost(typedText(options, 'host', ''))
    const expires = now + typedSeconds(options, 'ttl', '24h')
    const { text, ...token } = newToken()
    const kept = { ...token, label, host, created: now, expires, uses_left: uses }
    await store.change(createToken, { token: kept, by })
    const command = `spoor-agent enrol ${addressOf(config)}`
    if (options['json'] === true) {
      io.stdout.write(plainJson({ id: token.id, token: text, label, host, uses, expires, command }, 2))
      return
    }
    const whom = host ?? counted(uses, 'host')
    const paragraphs = [
      `${token.id}: for ${plainText(whom)}, until ${utc(expires * 1000)}. It is shown only now:`,
      `  ${text}`,
      host === null ? 'Type on each host, then give it the token:' : 'Type on that host, then give it the token:',
      `  ${command}`,
      ...(config.public_url === undefined ? ['If hosts reach the hub elsewhere, write public_url.'] : []),
    ]
    io.stdout.write(`${paragraphs.join('\n\n')}\n`)
  },
}
