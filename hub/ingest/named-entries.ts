import { digest } from '../../lib/event/digest.ts'
import { ownId } from '../store/own-id.ts'

/** An entry as it came, before it is checked: an object of anything. */
export type RawEntry = Readonly<Record<string, unknown>>

/** As agents make them: a digest of 132 bits. */
const ID = /^[\w-]{22}$/

/** What entries without an id are told apart by. */
const TELLING = ['host', 'type', 'time', 'mailbox_address', 'ip', 'forward_recipient']

/**
 * Gives each entry of a report an id. App::Spoor sends none: then it follows from what the entry says, so that a report
 * that comes again adds nothing. Such ids, and those made of any other text, begin with `~` and the agent's number goes
 * into them: nobody can take the id of another host's event before it comes.
 */
export function namedEntries(entries: readonly RawEntry[], agent: number): readonly RawEntry[] {
  const counts = new Map<string, number>()
  return entries.map((entry) => {
    const { id } = entry
    if (typeof id === 'string' && ID.test(id)) return entry
    if (id !== undefined && id !== null) {
      return typeof id === 'string' && id !== '' ? { ...entry, id: ownId(agent, id) } : entry
    }
    const told = TELLING.map((key) => JSON.stringify(entry[key] ?? null))
    const key = told.join()
    const ordinal = counts.get(key) ?? 0
    counts.set(key, ordinal + 1)
    return { ...entry, id: `~${digest(`${agent}`, ...told, `${ordinal}`)}` }
  })
}
