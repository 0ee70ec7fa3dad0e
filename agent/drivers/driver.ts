import type { Kind } from '../../lib/event/catalogue.ts'
import type { EventOf } from '../../lib/event/event.ts'

/**
 * What one line says: its events, in order; `uninteresting` for a line that is understood and says nothing of interest;
 * `unrecognised` for one that is not understood (its share tells when a log format has changed).
 */
export type Parsed<K extends Kind = Kind> = readonly EventOf<K>[] | 'uninteresting' | 'unrecognised'

/** What a driver may know besides the line. */
export interface ParseContext {
  /**
   * Time zone of stamps that carry none, an IANA name, `±HHMM` or as POSIX writes it in `TZ`; the machine's own without
   * this.
   */
  readonly zone: string | undefined
  /**
   * Seconds since 1970-01-01T00:00:00Z when the line was written at the latest, for stamps without a year: now, or when
   * an older copy of the log was changed last.
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
  /** The key below `followers` in the configuration, and the source's name in reports: `login`. */
  readonly source: string
  /** Where cPanel writes this log; the example in the configuration. */
  readonly path: string
  /** The kinds of events this driver can say. */
  readonly kinds: readonly K[]
  /**
   * A line that can say something holds one of these byte strings; lines without are never decoded. One to four, of two
   * bytes or more each; the rarer two neighbours among them are, the less is looked at closely (`follow/scan/pairs.ts`).
   */
  readonly needles: readonly string[] | 'every line'
  /**
   * Reads one line, without its newline; of one beyond 256 KiB the end is missing. Never throws; linear in its length.
   */
  parse(line: string, context: ParseContext): Parsed<K>
}
