import type { Writable } from 'node:stream'
import type { Severity, Tell } from '../notice.ts'
import { plainText } from './plain-text.ts'

/** Priorities of syslog(3); journald takes them from a leading `<n>` (sd-daemon(3)). */
const PRIORITY: Record<Severity, number> = { error: 3, warning: 4, notice: 5, info: 6 }

const LONGEST = 2000

/** Writes each notice as one line that journald understands; text from outside cannot forge a second one. */
export function journal(stderr: Writable): Tell {
  return ({ severity, code, text }) => {
    stderr.write(`<${PRIORITY[severity]}>${code}: ${plainText(text).slice(0, LONGEST)}\n`)
  }
}
