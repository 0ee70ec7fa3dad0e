import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { loginLine } from '../../support/test-host.ts'
import { numberedLine } from '../../torture/numbered-line.ts'
import { startCollector } from '../collector.ts'
import type { Measure, Row } from '../measure.ts'
import { timed } from '../timed.ts'

/** Time limit for sealing, in seconds. */
const PATIENCE = 5

const SEALED = 'spoor-agent, sealed'
const PARSED = 'spoor-agent, parsed, not to be reported'
const READLINE = 'Node: readline, RegExp, JSON to a pipe'

const PLAIN = `
const wanted = /^\\[([^\\]]+)\\] info \\[webmaild\\] ([^ ]+) - ([^ ]+) - (SUCCESS) LOGIN/
const lines = require('node:readline').createInterface({ input: require('node:fs').createReadStream(process.argv[1]) })
lines.on('line', (line) => {
  const [, stamp, ip, user, type] = wanted.exec(line)
  process.stdout.write(JSON.stringify({ type, ip, user, time: Date.parse(stamp) }) + '\\n')
})`

/** Speed on a log in which no line can be skipped. */
export const dense: Measure = {
  name: 'dense',
  what: `a login_log of 1,000,000 lines, each of them an event: as far as it is sealed, with all fsyncs, after ${PATIENCE} s at most; one of logins that are not reported, but for the last; and a program of five lines that makes JSON of them`,
  columns: ['lines/s'],
  targets: [
    { subject: SEALED, column: 'lines/s', of: READLINE, bound: 'at least', ratio: 0.14 },
    { subject: PARSED, column: 'lines/s', of: READLINE, bound: 'at least', ratio: 0.43 },
  ],
  run: async ({ scale }) => {
    const lines = Math.ceil(1_000_000 * scale)
    const text = Array.from({ length: lines }, (_, line) => numberedLine(line).text).join('')
    return [await ofSealed(text, lines), await ofParsed(lines), await ofReadline(text, lines)]
  },
}

async function ofSealed(text: string, lines: number): Promise<Row> {
  const collector = await startCollector(({ logs }) => writeFileSync(logs.login, text))
  try {
    await collector.ready()
    const began = performance.now()
    await Promise.race([collector.sealedUpTo(text.length), setTimeout(PATIENCE * 1000)])
    const sealed = (collector.sealed() / text.length) * lines
    return { subject: SEALED, values: [(sealed / (performance.now() - began)) * 1000] }
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

async function ofReadline(text: string, lines: number): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-bench-'))
  writeFileSync(join(folder, 'log'), text)
  const { wall } = await timed(process.execPath, '-e', PLAIN, join(folder, 'log'))
  await rm(folder, { recursive: true })
  return { subject: READLINE, values: [lines / wall] }
}
