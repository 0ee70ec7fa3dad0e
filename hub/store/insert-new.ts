import { ownId } from './own-id.ts'
import type { NewEvent } from './tables.ts'

/** What the stores do differently when they keep events. */
export interface EventWriter {
  /** Makes sure that there is a segment for each event that is not far from `now`. */
  prepare(times: readonly number[], now: number): Promise<void>
  /** Stores the events whose ids are not there yet, under this time or another. No id is twice among them. */
  insert(events: readonly NewEvent[], arrival: number): Promise<Inserted>
}

/** What became of events, by their ids; what is in neither set was there already. */
export interface Inserted {
  readonly added: ReadonlySet<string>
  /** Not stored, as only events of other agents have these ids. */
  readonly foreign: ReadonlySet<string>
}

/** What was stored. */
export interface InsertedNew {
  /** The events that were not there yet, under the ids that they came with. */
  readonly added: readonly NewEvent[]
  /** Whether any of them has another id in the store. */
  readonly isRenamed: boolean
}

/**
 * Stores the events that are not there yet. No agent can keep out the event of another by its id: what comes later gets
 * an id of its own, and the same one whenever it comes again.
 */
export async function insertNew(
  writer: EventWriter,
  events: readonly NewEvent[],
  arrival: number,
): Promise<InsertedNew> {
  const added: NewEvent[] = []
  const foreign: NewEvent[] = []
  for (const round of oncePerId(events)) {
    const inserted = await writer.insert(round, arrival)
    added.push(...round.filter(({ id }) => inserted.added.has(id)))
    foreign.push(...round.filter(({ id }) => inserted.foreign.has(id)))
  }
  if (foreign.length === 0) return { added, isRenamed: false }
  const inserted = await writer.insert(foreign.map(withOwnId), arrival)
  const renamed = foreign.filter((event) => inserted.added.has(withOwnId(event).id))
  return { added: [...added, ...renamed], isRenamed: renamed.length > 0 }
}

function withOwnId(event: NewEvent): NewEvent {
  return { ...event, id: ownId(event.agent, event.id) }
}

/** The events in rounds with each id once: one round, unless agents have ids in common. */
function oncePerId(events: readonly NewEvent[]): readonly (readonly NewEvent[])[] {
  const counts = new Map<string, number>()
  const rounds: NewEvent[][] = []
  for (const event of events) {
    const round = counts.get(event.id) ?? 0
    counts.set(event.id, round + 1)
    const those = rounds[round] ?? []
    those.push(event)
    rounds[round] = those
  }
  return rounds
}
