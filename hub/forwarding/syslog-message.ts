import type { EventSeverity } from '../../lib/event/severity.ts'
import { PROGRAM } from '../program.ts'

/** What one message of syslog says. */
export interface SyslogMessage {
  /** In seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly severity: EventSeverity
  /** The host that it is about. */
  readonly host: string
  /** `login_failed`, `incident`. */
  readonly kind: string
  readonly text: string
}

/** The most bytes of a message: what every receiver should take (RFC 5425 §4.3.1), and rsyslog does. */
export const LONGEST_MESSAGE = 8192

/** The facility `authpriv`: receivers keep it where not everybody reads it. */
const FACILITY = 10

/** Severities of RFC 5424 §6.2.1. */
const LEVELS: Readonly<Record<EventSeverity, number>> = { info: 6, low: 5, medium: 4, high: 3, critical: 2 }

/** The bytes before the text at most: names are cut as RFC 5424 §6 wants it. */
const LONGEST_HEADER = 400

/** The most bytes of a text. */
export const LONGEST_TEXT = LONGEST_MESSAGE - LONGEST_HEADER

/**
 * A message of RFC 5424, framed by its length (RFC 6587 §3.4.1), so that no text can begin another one. Without a byte
 * order mark, which receivers would take for a part of the JSON.
 */
export function framedMessage({ time, severity, host, kind, text }: SyslogMessage): Buffer {
  const stamp = new Date(time * 1000).toISOString().replace('.000', '')
  const priority = FACILITY * 8 + LEVELS[severity]
  const header = `<${priority}>1 ${stamp} ${word(host, 255)} ${PROGRAM.name} - ${word(kind, 32)} - `
  const message = Buffer.from(header + text)
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

/** What a field of the header may hold: printable ASCII without blanks, or a dash for nothing. */
function word(text: string, longest: number): string {
  return text.replaceAll(/[^!-~]/g, '?').slice(0, longest) || '-'
}
