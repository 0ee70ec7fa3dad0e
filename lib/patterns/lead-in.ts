/** Characters of the longest lead-in: a stamp and the name of a host. */
export const LONGEST_LEAD_IN = 320

/** The stamps of syslog: `Nov 20 08:00:00`, `2026-11-20T08:00:00.123456+01:00`; each followed by the name of a host. */
const STAMPS = [
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?= [^ ]+ )/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)(?= [^ ]+ )/,
]

/** A line of a log: all of it, and what follows the lead-in of syslog, time and host, if it has one. */
export interface LogLine {
  readonly text: string
  /** All of it, if there is no lead-in. */
  readonly message: string
  /** The time as the line tells it, undefined without a lead-in. */
  readonly stamp: string | undefined
}

/** Divides a line, in constant time but for the copy of its message. */
export function logLine(text: string): LogLine {
  const head = text.slice(0, LONGEST_LEAD_IN)
  for (const pattern of STAMPS) {
    const stamp = pattern.exec(head)?.[0]
    if (stamp === undefined) continue
    const message = text.slice(text.indexOf(' ', stamp.length + 1) + 1)
    return { text, message, stamp }
  }
  return { text, message: text, stamp: undefined }
}
