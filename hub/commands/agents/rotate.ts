import { digestOf, newSecret } from '../../../lib/credentials/secret.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { rotateSecret } from '../../store/change/rotate-secret.ts'
import { type StoreAction, typedSeconds } from '../store-action.ts'

/** Where `spoor-agent enrol` keeps the secret. */
const SECRET_FILE = '/etc/spoor/private/hub_secret'

/** Makes a new secret for a host; the one before counts for a while. */
export const rotateServer: StoreAction = {
  usage: 'rotate <host>',
  summary: 'Make a new secret for a host; the one before counts for a while.',
  options: ['--config', '--grace', '--json'],
  run: async ({ store, now, words: [name = ''], options, io, by }) => {
    const host = typedHost(name)
    const previousUntil = now + typedSeconds(options, 'grace', '24h')
    const secret = newSecret()
    const identifier = await store.change(rotateSecret, { host, digest: digestOf(secret), now, previousUntil, by })
    if (identifier === null)
      throw new ActionNeeded(`${host} has no credentials; to enrol it: spoor-hub token create --host ${host}`)
    if (options['json'] === true) {
      io.stdout.write(plainJson({ host, identifier, secret, previous_until: previousUntil }, 2))
      return
    }
    const paragraphs = [
      `The new secret of ${host} (${identifier}), shown only now:`,
      `  ${secret}`,
      `Type there before ${utc(previousUntil * 1000)}, then the secret, Enter and Ctrl-D; no reload is needed:`,
      `  install -m 640 -g spoor /dev/stdin ${SECRET_FILE}`,
    ]
    io.stdout.write(`${paragraphs.join('\n\n')}\n`)
  },
}
