import type { Writable } from 'node:stream'
import { isJournal } from '../system/journal-stream.ts'
import { type Paint, type Shade, painterOf } from '../terminal/colour.ts'
import { plainText } from '../text/plain-text.ts'
import { localTime } from '../time/local-time.ts'
import type { Notice, Severity, Tell } from './notice.ts'

/** Priorities of syslog(3); journald takes them from a leading `<n>` (sd-daemon(3)). */
const PRIORITY: Record<Severity, number> = { error: 3, warning: 4, notice: 5, info: 6, debug: 7 }

/** Colours on a terminal. */
const SHADES: Partial<Record<Severity, Shade>> = { error: 'bad', warning: 'doubtful' }

const LONGEST = 2000

/**
 * Writes each notice as one line. The journal gets its priority; any other stream gets the time and the severity. Text
 * from outside cannot forge a second line.
 */
export function journal(stderr: Writable, env: NodeJS.ProcessEnv = process.env): Tell {
  const lineOf = isJournal(stderr, env) ? forJournal : forPeople(painterOf(stderr, env))
  return (notice) => {
    stderr.write(`${lineOf(notice)}: ${plainText(notice.text).slice(0, LONGEST)}\n`)
  }
}

function forJournal({ severity, code }: Notice): string {
  return `<${PRIORITY[severity]}>${code}`
}

function forPeople(paint: Paint): (notice: Notice) => string {
  return ({ severity, code }) => {
    const shade = SHADES[severity]
    const word = severity.padEnd('warning'.length)
    return `${localTime(Date.now())} ${shade === undefined ? word : paint(shade, word)} ${code}`
  }
}
