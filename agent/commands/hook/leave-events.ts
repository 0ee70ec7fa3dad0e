import type { Event } from '../../../lib/event/event.ts'
import { becomeOwnerOf } from '../../../lib/system/users/owner.ts'
import { boundedJson } from '../../../lib/text/bounded-json.ts'
import { hookedEvents } from '../../hook/hooked-events.ts'
import { countGivenUp } from '../../inbox/given-up.ts'
import { writeToInbox } from '../../inbox/writer.ts'
import { spoolFolders } from '../../spool/spool-folders.ts'
import { spoolPlace } from './spool-place.ts'

/** So many events of one document are written, each with two fsyncs; more are counted as given up. */
const MOST_EVENTS = 32

/** What came to the hook. */
interface Heard {
  /** The document, or what came of it; undefined if it was too long. */
  readonly text: string | undefined
  /** How many events were given up before this one, because too many came at once. */
  readonly givenUp: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Leaves what a document says in the inbox of the spool, as the owner of the spool. Rejects where that cannot be done:
 * without a spool, with a full disk, as another user.
 */
export async function leaveEvents({ text, givenUp, now }: Heard, configFile: string): Promise<void> {
  const events = eventsIn(text, Math.floor(now / 1000))
  const lost = givenUp + Math.max(0, events.length - MOST_EVENTS)
  if (events.length === 0 && lost === 0) return
  const { root, inbox } = spoolFolders(await spoolPlace(configFile))
  await becomeOwnerOf(root, 'none')
  for (const event of events.slice(0, MOST_EVENTS)) await writeToInbox(inbox, event)
  if (lost > 0) await countGivenUp(inbox, lost)
}

/** None in text that is no JSON. */
function eventsIn(text: string | undefined, time: number): readonly Event[] {
  try {
    return text === undefined ? [] : hookedEvents(boundedJson(text), time)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}
