import type { LineEvent, LineKind } from '../../lib/event/event.ts'

/**
 * What one line says: its events, in order; `uninteresting` for a line that is understood and says nothing of interest;
 * `unrecognised` for one that is not understood (its share tells when a log format has changed).
 */
export type Parsed = readonly LineEvent[] | 'uninteresting' | 'unrecognised'

/** What a driver may know besides the line. */
export interface ParseContext {
  /**
   * Time zone of stamps that carry none, an IANA name, `±HHMM` or as POSIX writes it in `TZ`; the machine's own without
   * this.
   */
  readonly zone: string | undefined
}

/**
 * One log format. A driver is pure: it keeps no state, touches nothing and knows no clock, so a line always says the
 * same. Text for `ip` and `mailbox_address` is captured only where cPanel itself wrote it, never from what a client
 * could put in.
 */
export interface Driver {
  /** The name on the command line, of the file and of the fixture folder: `cpanel-login`. */
  readonly name: string
  /** The kinds of events this driver can say. */
  readonly kinds: readonly LineKind[]
  /**
   * A line that can say something holds one of these byte strings; lines without are never decoded. One to four, of two
   * bytes or more each; the rarer two neighbours among them are, the less is looked at closely (`follow/pairs.ts`).
   */
  readonly needles: readonly string[] | 'every line'
  /**
   * Reads one line, without its newline; of one beyond 256 KiB the end is missing. Never throws; linear in its length.
   */
  parse(line: string, context: ParseContext): Parsed
}
