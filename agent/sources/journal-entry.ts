import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'

/** The fields that a line is made of (systemd.journal-fields(7)); the position and the time come with every entry. */
export const JOURNAL_FIELDS = ['MESSAGE', '_HOSTNAME', 'SYSLOG_IDENTIFIER', '_COMM', '_PID', 'SYSLOG_PID'] as const

/** One entry of a journal. */
export interface JournalEntry {
  /** Finds it again. Printable ASCII without spaces. */
  readonly cursor: string
  /** When the journal got it, in seconds since 1970-01-01T00:00:00Z. */
  readonly written: number
  /**
   * Its messages, mostly one, without control characters other than tabs; `unreadable` where journalctl left it out.
   */
  readonly messages: readonly Buffer[] | 'unreadable'
  /** What syslog writes before a message: `Nov 28 07:01:02 host program[pid]: `, in UTC. */
  readonly header: string
}

const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))
/** One value of a field: text, or the bytes of what is no text; null for one that is too long. */
const value = v.union([v.string(), v.null(), v.array(byte)])
/** A field may stand in an entry several times. */
const field = v.union([value, v.array(value)])

const entry = v.pipe(
  foreignJson,
  v.object({
    __CURSOR: v.pipe(v.string(), v.regex(/^[!-~]{1,1024}$/)),
    __REALTIME_TIMESTAMP: v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number)),
    ...v.entriesFromList(JOURNAL_FIELDS, v.optional(field)),
  }),
)

/**
 * Reads one line of `journalctl --output=json`; undefined if it is none. Source: the Journal JSON Format,
 * https://systemd.io/JOURNAL_EXPORT_FORMATS.
 */
export function parseEntry(line: string): JournalEntry | undefined {
  const parsed = v.safeParse(entry, line)
  if (!parsed.success) return undefined
  const { __CURSOR: cursor, __REALTIME_TIMESTAMP: micros, MESSAGE, ...names } = parsed.output
  const written = Math.floor(micros / 1e6)
  return { cursor, written, messages: messagesOf(MESSAGE), header: headerOf(written, names) }
}

type Field = v.InferOutput<typeof field> | undefined

function messagesOf(message: Field): JournalEntry['messages'] {
  const values = valuesOf(message)
  return values.includes(null) ? 'unreadable' : values.flatMap((each) => (each === null ? [] : [withoutControls(each)]))
}

/** An array of numbers is one value in bytes; any other, several values. */
function valuesOf(written: Field): readonly (Buffer | null)[] {
  if (written === undefined) return []
  if (!Array.isArray(written)) return [bytesOf(written)]
  const numbers = written.filter((each) => typeof each === 'number')
  if (numbers.length === written.length) return [Buffer.from(numbers)]
  return written.map((each) => (typeof each === 'number' ? null : bytesOf(each)))
}

function bytesOf(text: string | null | readonly number[]): Buffer | null {
  if (text === null) return null
  return typeof text === 'string' ? Buffer.from(text) : Buffer.from(text)
}

/** As rsyslog writes them (`#012`): a message of two lines must not look like two. */
function withoutControls(message: Buffer): Buffer {
  if (!message.some(isControl)) return message
  // Each byte as one character, so that what is no UTF-8 stays as it is.
  const text = message.toString('latin1').replaceAll(/[^\t\P{Cc}\x80-\x9f]/gu, (character) => {
    return `#${character.charCodeAt(0).toString(8).padStart(3, '0')}`
  })
  return Buffer.from(text, 'latin1')
}

function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f
}

type Names = Readonly<Partial<Record<(typeof JOURNAL_FIELDS)[number], Field>>>

/** Names are the writer's text, but for those that begin with `_`: none may look like the end of the header. */
function headerOf(written: number, names: Names): string {
  const word = (...fields: readonly (typeof JOURNAL_FIELDS)[number][]): string | undefined => {
    const text = fields.map((each) => valuesOf(names[each])[0]?.toString()).find((each) => each !== undefined)
    return text?.replaceAll(/[^\w./+@-]/g, '_').slice(0, 64) || undefined
  }
  const pid = word('_PID', 'SYSLOG_PID')
  const program = `${word('SYSLOG_IDENTIFIER', '_COMM') ?? 'unknown'}${pid === undefined ? '' : `[${pid}]`}`
  return `${stampOf(written)} ${word('_HOSTNAME') ?? 'localhost'} ${program}: `
}

/** `Nov  8 07:01:02` (RFC 3164, section 4.1.2). */
function stampOf(seconds: number): string {
  const [, day = '', month = '', , time = ''] = new Date(seconds * 1000).toUTCString().split(' ')
  return `${month} ${String(Number(day)).padStart(2, ' ')} ${time}`
}
