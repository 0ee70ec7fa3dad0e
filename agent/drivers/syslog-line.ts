/** A line as syslog writes it: `Nov 28 07:01:02 host program[pid]: message`, or with a stamp of RFC 3339. */
export interface SyslogLine {
  /** What `parseSyslogStamp` reads. */
  readonly stamp: string
  /** The name that the writer gave itself. Whoever may log can give any, as with logger(1). */
  readonly program: string
  readonly message: string
  /** How many such messages it stands for: rsyslog can join equal ones (`message repeated 3 times: [ … ]`). */
  readonly times: number
}

const HEADER =
  /^([A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}T[\d:.+Z-]{9,24}) [^ ]{1,255} ([^ :[\]]{1,64})(?:\[\d{1,10}\])?: /
const JOINED = /^message repeated (\d{1,9}) times: \[ (.*)$/

/** Parses the header of a line; undefined for any other text. Sources: RFC 3164, section 4.1; rsyslog's templates. */
export function parseSyslogLine(line: string): SyslogLine | undefined {
  const header = HEADER.exec(line)
  if (header === null) return undefined
  const [{ length }, stamp = '', program = ''] = header
  const message = line.slice(length)
  const [, times, joined = ''] = JOINED.exec(message) ?? []
  if (times === undefined || !joined.endsWith(']')) return { stamp, program, message, times: 1 }
  return { stamp, program, message: joined.slice(0, -1), times: Number(times) }
}
