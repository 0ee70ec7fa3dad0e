import { appendFileSync, writeFileSync } from 'node:fs'
import { loginLine } from '../../support/test-host.ts'
import { startCollector } from '../collector.ts'
import type { Measure, Row } from '../measure.ts'

const [WITHOUT, WITH] = ['without rules', 'with all rules']

/** The cost of rules while passwords are guessed. */
export const rules: Measure = {
  name: 'rules',
  what: 'a login_log of 300,000 failed logins, from 5,000 addresses to 2,000 mailboxes, and a login at the end: with and without rules that hear of each',
  columns: ['lines/s'],
  targets: [{ subject: WITH, column: 'lines/s', of: WITHOUT, bound: 'at least', ratio: 0.08 }],
  run: async ({ scale }) => {
    const lines = Math.ceil(300_000 * scale)
    const text =
      Array.from({ length: lines }, (_, line) => failure(line)).join('') + `${loginLine('info@example.com')}\n`
    return [
      await ofEvents(WITHOUT, ['login'], text, lines),
      await ofEvents(
        WITH,
        ['login', 'forward_added', 'forward_deleted', 'mailbox_burst', 'mailbox_takeover'],
        text,
        lines,
      ),
    ]
  },
}

async function ofEvents(subject: string, kinds: readonly string[], text: string, lines: number): Promise<Row> {
  const collector = await startCollector(({ logs, config }) => {
    writeFileSync(logs.login, text)
    appendFileSync(config, `events: [${kinds.join(', ')}]\n`)
  })
  try {
    await collector.ready()
    const began = performance.now()
    await collector.sealedUpTo(text.length)
    return { subject, values: [(lines / (performance.now() - began)) * 1000] }
  } finally {
    await collector.end()
  }
}

/** A hundred a second. */
function failure(line: number): string {
  const stamp = new Date(Date.UTC(2026, 10, 20) + line * 10).toISOString().slice(0, 19).replace('T', ' ')
  const ip = `2001:db8:${(line % 5000).toString(16)}::${(line % 7) + 1}`
  return `[${stamp} +0000] info [webmaild] ${ip} - m${line % 2000}@example.com "POST /login/?login_only=1 HTTP/1.1" FAILED LOGIN webmaild: user password incorrect\n`
}
