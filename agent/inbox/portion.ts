import type { Incoming } from '../spool/incoming.ts'
import { readEventFile } from './event-file.ts'
import { bytesByName } from './file-name.ts'
import type { Inbox } from './inboxes.ts'

/** How many bytes to read from an inbox before other work gets its turn; at least one file. */
const MOST_BYTES = 1024 * 1024

/** Some files of an inbox. */
export interface Portion {
  readonly items: readonly Incoming[]
  /** The names of the files that were read, one for each item. */
  readonly names: readonly string[]
  readonly refused: readonly { readonly name: string; readonly reason: string }[]
  /** The file that cannot be read now, and the error code; the files after it wait. */
  readonly later: { readonly name: string; readonly code: string } | undefined
}

/** Reads files of an inbox in this order; `identity` is the host name in ids. */
export function readPortion(inbox: Inbox, names: readonly string[], identity: string): Portion {
  const [items, read, refused]: [Incoming[], string[], { name: string; reason: string }[]] = [[], [], []]
  let bytes = 0
  for (const name of names) {
    const found = readEventFile(inbox, name, identity)
    if (found === undefined) continue
    if ('later' in found) return { items, names: read, refused, later: { name, code: found.later } }
    if ('refused' in found) {
      refused.push({ name, reason: found.refused })
    } else {
      items.push({ event: found.event, id: found.id, place: undefined })
      read.push(name)
    }
    bytes += bytesByName(name) ?? 0
    if (bytes >= MOST_BYTES) break
  }
  return { items, names: read, refused, later: undefined }
}
