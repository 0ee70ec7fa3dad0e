import { writeFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { loginLine } from '../../support/test-host.ts'
import { numberedLine } from '../../torture/numbered-line.ts'
import { startCollector } from '../collector.ts'
import type { Measure, Row } from '../measure.ts'

/** What is not sealed by then, in seconds, is not waited for. */
const PATIENCE = 5

const PARSED = 'parsed, and not to be reported'

/** How fast a log is read in which nothing can be passed over. */
export const dense: Measure = {
  name: 'dense',
  what: `a login_log of 1,000,000 lines, each of them an event, as far as it is sealed, with all fsyncs, after ${PATIENCE} s at most; and one of logins that are not reported, but for the last`,
  columns: ['lines/s'],
  targets: [{ subject: 'sealed', column: 'lines/s', of: PARSED, bound: 'at least', ratio: 0.33 }],
  run: async ({ scale }) => {
    const lines = Math.ceil(1_000_000 * scale)
    return [await ofSealed(lines), await ofParsed(lines)]
  },
}

async function ofSealed(lines: number): Promise<Row> {
  const text = Array.from({ length: lines }, (_, line) => numberedLine(line % 1_000_000).text)
  const collector = await startCollector(({ logs }) => writeFileSync(logs.login, text.join('')))
  try {
    await collector.ready()
    const began = performance.now()
    await Promise.race([collector.sealedUpTo(text.join('').length), setTimeout(PATIENCE * 1000)])
    const sealed = collector.sealed() / (text[0]?.length ?? 0)
    return { subject: 'sealed', values: [(sealed / (performance.now() - began)) * 1000] }
  } finally {
    await collector.end()
  }
}

async function ofParsed(lines: number): Promise<Row> {
  const text = Array.from({ length: lines }, (_, line) => `${loginLine(`shop${line % 1000}`, line)}\n`).join('')
  const last = `${loginLine('info@example.com')}\n`
  const collector = await startCollector(({ logs }) => writeFileSync(logs.login, text + last))
  try {
    await collector.ready()
    const began = performance.now()
    await collector.sealedUpTo(text.length)
    return { subject: PARSED, values: [(lines / (performance.now() - began)) * 1000] }
  } finally {
    await collector.end()
  }
}
