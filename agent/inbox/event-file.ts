import type { Stats } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { checkedEvent } from '../../lib/event/check.ts'
import { digest } from '../../lib/event/digest.ts'
import type { Event } from '../../lib/event/event.ts'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { LARGEST_EVENT } from './bounds.ts'
import { bytesByName } from './file-name.ts'
import type { Inbox } from './inboxes.ts'

/** How many seconds before its file an event may have happened: writers write at once. */
const LONGEST_AGO = 3600

/** Error codes that are the file's fault, not this machine's state. */
const OF_THE_FILE = new Set(['EACCES', 'EPERM', 'ENXIO'])

/** What a file of an inbox is: an event, or the reason why not; `later` is the code if it cannot be read now. */
export type FromInbox =
  | { readonly event: Event; readonly id: string }
  | { readonly refused: string }
  | { readonly later: string }

/**
 * Reads one file of an inbox, and trusts nothing in it; undefined if it is gone. The same file always gives the same
 * event with the same id. `identity` is the host name in ids.
 */
export function readEventFile(inbox: Inbox, name: string, identity: string): FromInbox | undefined {
  try {
    const fault = (stats: Stats): string | undefined => faultOf(stats, inbox, name)
    const { text, stats } = readRegularFileSync(join(inbox.path, name), { most: LARGEST_EVENT, fault })
    const parsed = v.safeParse(foreignJson, text)
    const event = parsed.success ? checkedEvent(parsed.output) : 'it is not JSON'
    if (typeof event === 'string') return { refused: event }
    if (!inbox.kinds.includes(event.type)) return { refused: `${inbox.name} may not say ${event.type}` }
    return { event: timed(event, Math.floor(stats.ctimeMs / 1000)), id: digest(identity, 'inbox', name, text) }
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    if (code === undefined) return { refused: messageOf(error) }
    return OF_THE_FILE.has(code) ? { refused: `it cannot be read (${code})` } : { later: code }
  }
}

/** Why not to read a file, in words that follow "it". */
function faultOf({ uid, nlink, size }: Stats, { users }: Inbox, name: string): string | undefined {
  if (!users.includes(uid)) return `belongs to user ${uid}`
  if (nlink !== 1) return 'has another name, too'
  return size === bytesByName(name) ? undefined : `has ${size} bytes, not as many as its name says`
}

/**
 * Gives an event with an impossible time the time of its file (the ctime, which no writer can set): it did happen, and
 * a wrong clock must not move it to another day.
 */
function timed(event: Event, came: number): Event {
  return event.time > came || event.time < came - LONGEST_AGO ? { ...event, time: came } : event
}
