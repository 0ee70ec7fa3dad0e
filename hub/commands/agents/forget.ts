import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { everyAgent } from '../../store/ask/every-agent.ts'
import { forgetAgent, type Forgetting } from '../../store/change/forget-agent.ts'
import type { StoreAction, StoreParts } from '../store-action.ts'

/** Takes a host that is gone out of lists and counts; what it told stays. */
export const forgetServer: StoreAction = {
  usage: 'forget <host>',
  summary: 'Take a host whose credentials have ended out of all lists; what it reported stays.',
  options: ['--config', '--yes'],
  run: async (parts) => {
    const { store, now, words, options, io, by } = parts
    const host = typedHost(words[0] ?? '')
    const isMeant = options['yes'] === true
    const outcome = isMeant ? await store.change(forgetAgent, { host, now, by }) : await outlook(parts, host)
    if (outcome === 'unknown') throw new ActionNeeded(`${host} is not enrolled; see: spoor-hub agents list --all`)
    if (outcome === 'may_report')
      throw new ActionNeeded(`${host} may still report; end its credentials first: spoor-hub agents revoke ${host}`)
    if (!isMeant)
      throw new ActionNeeded(
        `${host} would be in no list or count any more; its events and incidents stay as long as others do, and any token can enrol its name again; to do so, add --yes`,
        EXIT.usage,
      )
    io.stdout.write(`${host} is forgotten. Its events and incidents stay; its name can be enrolled again.\n`)
  },
}

/** What would come of it. */
async function outlook({ store, now }: StoreParts, host: string): Promise<Forgetting> {
  const agent = (await store.ask(everyAgent, { now })).find((each) => each.host === host)
  if (agent === undefined) return 'unknown'
  return agent.identifiers.length > 0 ? 'may_report' : 'forgotten'
}
