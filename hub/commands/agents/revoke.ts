import { ActionNeeded } from '../../../lib/system/errors.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { revokeAgent } from '../../store/change/revoke-agent.ts'
import type { StoreAction } from '../store-action.ts'

/** Ends a host's credentials; its events stay, and its name stays its own. */
export const revokeServer: StoreAction = {
  usage: 'revoke <host>',
  summary: "End a host's credentials at once; what it reported stays.",
  options: ['--config'],
  run: async ({ store, now, words: [name = ''], io, by }) => {
    const host = typedHost(name)
    const ended = await store.change(revokeAgent, { host, now, by })
    if (ended === null) throw new ActionNeeded(`${host} is not enrolled; see: spoor-hub agents list`)
    const first = ended === 0 ? `${host} had no credentials.` : `${host} can report no more.`
    io.stdout.write(`${first} To enrol it again: spoor-hub token create --host ${host}\n`)
    io.stdout.write(`To take it out of all lists: spoor-hub agents forget ${host}\n`)
  },
}
