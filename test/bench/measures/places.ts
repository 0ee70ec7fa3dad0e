import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { startCollector } from '../collector.ts'
import type { Measure, Row } from '../measure.ts'
import { memoryOf } from '../memory.ts'

const [FEW, MANY] = ['100 mailboxes', '100,000 mailboxes']

/** Until the collector gives back what it needed while it read, in milliseconds. */
const SETTLING = 10_000

/** What it costs to remember from where mailboxes are used. */
export const places: Measure = {
  name: 'places',
  what: `a login_log of 200,000 logins, each mailbox from two networks, while new places are told; memory ${SETTLING / 1000} s later`,
  columns: ['lines/s', 'anonymous MiB'],
  targets: [{ subject: MANY, column: 'anonymous MiB', of: FEW, bound: 'at most', ratio: 1.7 }],
  run: async ({ scale }) => [await ofMailboxes(FEW, 100, scale), await ofMailboxes(MANY, 100_000, scale)],
}

async function ofMailboxes(subject: string, mailboxes: number, scale: number): Promise<Row> {
  const lines = Math.ceil(200_000 * scale)
  // A failed login at the end tells how far the log was read.
  const text = Array.from({ length: lines + 1 }, (_, line) => login(line, mailboxes, line < lines)).join('')
  const collector = await startCollector(({ logs, config }) => {
    writeFileSync(logs.login, text)
    appendFileSync(config, 'events: [login_new_place, login_failed]\nrules: { place_learning: 1d }\n')
  })
  try {
    await collector.ready()
    const began = performance.now()
    await collector.sealedUpTo(text.length)
    const rate = (lines / (performance.now() - began)) * 1000
    await setTimeout(SETTLING)
    return { subject, values: [rate, memoryOf([collector.agent.pid]).anonymous] }
  } finally {
    await collector.end()
  }
}

const FAILED = '"POST /login/ HTTP/1.1" FAILED LOGIN webmaild: user password incorrect'

/** A hundred a second; the second half from another network, and two days later. */
function login(line: number, mailboxes: number, isRight: boolean): string {
  const mailbox = line % mailboxes
  const round = Math.floor(line / 100_000)
  const stamp = new Date(Date.UTC(2026, 10, 20 + 2 * round) + line * 10).toISOString().slice(0, 19).replace('T', ' ')
  const ip = `2001:db8:${round + 1}:${(mailbox % 250).toString(16)}::1`
  return `[${stamp} +0000] info [webmaild] ${ip} - m${mailbox}@d${mailbox % 5000}.example.com - ${isRight ? 'SUCCESS LOGIN webmaild' : FAILED}\n`
}
