import type { Kind } from '../../lib/event/catalogue.ts'
import type { EventOf } from '../../lib/event/event.ts'
import type { KeyGroup } from '../follow/scan/keys.ts'

/**
 * What one line says: its events, in order; `uninteresting` for a line that is understood and says none;
 * `unrecognised` for any other (when their share grows, the format has changed).
 */
export type Parsed<K extends Kind = Kind> = readonly EventOf<K>[] | 'uninteresting' | 'unrecognised'

/** What a driver may know besides the line. */
export interface ParseContext {
  /** Time zone of stamps without one: an IANA name, `±HHMM` or a POSIX `TZ`; undefined for the machine's own. */
  readonly zone: string | undefined
  /**
   * For stamps without a year, the latest time at which the line can have been written, in seconds since
   * 1970-01-01T00:00:00Z: now, or the last change of an older copy of the log.
   */
  readonly now: number
}

/**
 * One log format, and the kinds of events that its lines can say. A driver is pure: it keeps no state, touches nothing
 * and asks no clock, so the same line and context always say the same. Text for `ip` and `mailbox_address` is captured
 * only where cPanel itself wrote it, never from what a client could put in.
 */
export interface Driver<K extends Kind = Kind> {
  /** The name on the command line, of the file and of the fixture folder: `cpanel-login`. */
  readonly name: string
  /** The kinds of events this driver can say. */
  readonly kinds: readonly K[]
  /**
   * Byte strings, each of two to seven bytes: a line without any of them is never decoded. The rarer a pair of
   * neighbouring bytes in each, the faster the scan (`follow/scan/keys.ts`); the rest only confirms it. All characters
   * are ASCII.
   */
  readonly needles: readonly string[] | 'every line'
  /**
   * Up to eight groups of keys, of two or three bytes, by which the needles are looked for, each needle by one, and
   * which are known to be rare in this log; without them the letters of English decide.
   */
  readonly keys?: readonly KeyGroup[]
  /**
   * Set if its lines begin as syslog writes them: `Nov 28 07:01:02 host program[pid]: message`. A journal has these as
   * fields, and writes them only then; otherwise its lines are the messages alone.
   */
  readonly header?: 'syslog'
  /** Reads one line, without its newline and at most its first 256 KiB. Never throws; takes linear time. */
  parse(line: string, context: ParseContext): Parsed<K>
}
