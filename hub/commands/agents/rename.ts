import { ActionNeeded } from '../../../lib/system/errors.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { renameAgent } from '../../store/change/rename-agent.ts'
import type { StoreAction } from '../store-action.ts'

/** Gives a host another name; reports may still carry the former one. */
export const renameServer: StoreAction = {
  usage: 'rename <host> <name>',
  summary: 'Give a host another name; its reports may still carry the former one.',
  options: ['--config'],
  run: async ({ store, now, words, io, by }) => {
    const [from = '', to = ''] = words.map(typedHost)
    const result = await store.change(renameAgent, { from, to, now, by })
    if (result === 'unknown') throw new ActionNeeded(`${from} is not enrolled; see: spoor-hub agents list`)
    if (result === 'taken') throw new ActionNeeded(`${to} is, or was, the name of another host`)
    io.stdout.write(`${from} is called ${to} from now on; its reports may still carry the former name.\n`)
  },
}
