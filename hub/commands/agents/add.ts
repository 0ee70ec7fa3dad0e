import { digestOf, newSecret } from '../../../lib/credentials/secret.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { identifierFor } from '../../credentials/readable-id.ts'
import { typedLabel } from '../../enrolment/host-label.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { everyAgent } from '../../store/ask/every-agent.ts'
import { addAgent } from '../../store/change/add-agent.ts'
import { type StoreAction, typedText } from '../store-action.ts'

/** Makes credentials by hand, for what cannot enrol: App::Spoor, or a configuration written in advance. */
export const addServer: StoreAction = {
  usage: 'add <host>',
  summary: 'Make credentials for a host that cannot enrol by itself, such as one with App::Spoor.',
  options: ['--config', '--label', '--json'],
  run: async ({ store, now, words: [name = ''], options, io, by }) => {
    const host = typedHost(name)
    const known = await store.ask(everyAgent, { now })
    const isTaken = (name: string): boolean => name.toLowerCase() === host.toLowerCase()
    if (known.some((agent) => [agent.host, ...agent.formerNames].some(isTaken)))
      throw new ActionNeeded(`${host} is enrolled already; for a new secret: spoor-hub agents rotate ${host}`)
    const [identifier, secret] = [identifierFor(host), newSecret()]
    const label = typedLabel(typedText(options, 'label', ''))
    await store.change(addAgent, { host, label, identifier, digest: digestOf(secret), now, by })
    io.stdout.write(
      options['json'] === true
        ? plainJson({ host, identifier, secret }, 2)
        : `${host} may report. Its secret is shown only now:\n\n  api_identifier: ${identifier}\n  api_secret: ${secret}\n`,
    )
  },
}
