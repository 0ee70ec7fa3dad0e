import type { Entry } from '../../../lib/event/entry.ts'
import type { SpoolReading } from './spool-reading.ts'

/** An event, and those that it names or that name it. */
export interface Whole {
  readonly event: Entry
  /** Its parts and theirs, and the takeover that it belongs to. */
  readonly parts: readonly Entry[]
  /** The further steps of the takeover that it is. */
  readonly later: readonly Entry[]
  /** Ids of parts that the spool does not hold. */
  readonly missing: readonly string[]
}

/** The event with this id and what the spool holds of its parts; undefined if it does not hold the event. */
export async function wholeOf(id: string, reading: SpoolReading): Promise<Whole | undefined> {
  const [event] = await entriesWith(reading, (entry) => entry.id === id)
  if (event === undefined) return undefined
  const parts = new Map<string, Entry>()
  const missing = new Set<string>()
  let wanted = new Set(namedIn(event).filter((each) => each !== id))
  while (wanted.size > 0) {
    const asked = wanted
    const found = await entriesWith(reading, (entry) => asked.has(entry.id))
    for (const entry of found) parts.set(entry.id, entry)
    for (const each of asked) if (!parts.has(each)) missing.add(each)
    const isNew = (each: string): boolean => each !== id && !parts.has(each) && !missing.has(each)
    wanted = new Set(found.flatMap(namedIn).filter(isNew))
  }
  const isTakeover = event['type'] === 'mailbox_takeover'
  const later = isTakeover ? await entriesWith(reading, (entry) => entry['takeover_id'] === id) : []
  return { event, parts: inOrder([...parts.values()]), later: inOrder(later), missing: [...missing] }
}

async function entriesWith(reading: SpoolReading, isWanted: (entry: Entry) => boolean): Promise<readonly Entry[]> {
  const all: Entry[] = []
  for await (const some of reading.read({ isWanted })) all.push(...some)
  return all
}

/** The ids of the parts of an event, and of the takeover that it is a step of. */
function namedIn({ parts, takeover_id: takeover }: Entry): readonly string[] {
  return `${parts ?? ''} ${takeover ?? ''}`.split(' ').filter((id) => id !== '')
}

function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((one, other) => Number(one['time']) - Number(other['time']))
}
