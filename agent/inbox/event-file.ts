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

/** A writer may say that something happened so many seconds before its file came; it leaves what it hears at once. */
const LONGEST_AGO = 3600

/** Codes that say something of the file, not of this machine's state. */
const OF_THE_FILE = new Set(['EACCES', 'EPERM', 'ENXIO'])

/** What a file of an inbox is: an event, or why it is none; `later` where it could not be read now. */
export type FromInbox =
  | { readonly event: Event; readonly id: string }
  | { readonly refused: string }
  | { readonly later: string }

/**
 * Reads one file of an inbox, and trusts nothing in it; undefined where it is gone. The same file always gives the same
 * event with the same id. `identity` is the name that ids are made with.
 */
export function readEventFile(inbox: Inbox, name: string, identity: string): FromInbox | undefined {
  try {
    const fault = (stats: Stats): string | undefined => faultOf(stats, inbox, name)
    const { text, stats } = readRegularFileSync(join(inbox.path, name), { most: LARGEST_EVENT, fault })
    const parsed = v.safeParse(foreignJson, text)
    const event = parsed.success ? checkedEvent(parsed.output) : 'it is no JSON'
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

/** In words that follow "it". */
function faultOf({ uid, nlink, size }: Stats, { users }: Inbox, name: string): string | undefined {
  if (!users.includes(uid)) return `belongs to user ${uid}`
  if (nlink !== 1) return 'has another name, too'
  return size === bytesByName(name) ? undefined : `has ${size} bytes, not as many as its name says`
}

/**
 * An event whose time cannot be is one of when its file came (the ctime, which no writer can set): it happened, and a
 * wrong clock must not put it into another day.
 */
function timed(event: Event, came: number): Event {
  return event.time > came || event.time < came - LONGEST_AGO ? { ...event, time: came } : event
}
