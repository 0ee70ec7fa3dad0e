import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync, watch, writeFileSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseReport } from '../../../agent/spool/report-file.ts'
import { writeAtomically } from '../../../agent/system/atomic-file.ts'
import { startService } from '../service.ts'
import { createTestHost } from '../../support/test-host.ts'
import { numberedLine } from '../../torture/numbered-line.ts'
import { childrenOf, cpuTime } from '../cpu-time.ts'
import { quantile } from '../distribution.ts'
import type { Measure, Row } from '../measure.ts'

const LINES = 500

/** Between two lines, in milliseconds. */
const INTERVAL = 10

/** How long what was written last may take to show, in milliseconds. */
const PATIENCE = 500

/** How long it takes until a line of a log stands in the spool, and safe on the disk. */
export const latency: Measure = {
  name: 'latency',
  what: `from appending a line to seeing its report, ${1000 / INTERVAL} lines/s for ${(LINES * INTERVAL) / 1000} s; beside it, to seeing it in a file without fsync, and what a file as safe as a report costs on this disk`,
  columns: ['p50 ms', 'p99 ms', 'max ms', 'CPU %'],
  compares: true,
  run: async () => [await ofAgent(), await ofTail(), await ofDisk()],
}

async function ofAgent(): Promise<Row> {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  const agent = startService('collect', host.config)
  const parsed = join(host.spool, 'parsed')
  const reports = new Map<string, number>()
  const watcher = watch(parsed, (_, name) => void reports.set(name ?? '', performance.now()))
  try {
    await agent.untilLine(/source_found: login/)
    const written = await write(host.logs.login, () => reports.size > 0, [agent.pid])
    const seen = new Map<number, number>()
    for (const [name, time] of reports) {
      const report = parseReport(readFileSync(join(parsed, name), 'utf8'))
      if (typeof report === 'string') throw new Error(`${name}: ${report}`)
      for (const entry of report.entries) seen.set(Number(/\d{6}/.exec(String(entry['mailbox_address']))?.[0]), time)
    }
    return row('spoor-agent', written, seen)
  } finally {
    watcher.close()
    agent.kill('SIGTERM')
    await agent.exited
    await host.remove()
  }
}

async function ofTail(): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-bench-'))
  const [log, out] = [join(folder, 'log'), join(folder, 'out')]
  for (const file of [log, out]) writeFileSync(file, '')
  const command = 'tail -n +1 -F "$1" | grep --line-buffered LOGIN >>"$2"'
  const shell = spawn('sh', ['-c', command, 'sh', log, out], { stdio: 'ignore' })
  const seen = new Map<number, number>()
  const { length } = numberedLine(0).text
  const watcher = watch(out, () => {
    const now = performance.now()
    for (let line = Math.floor(statSync(out).size / length) - 1; line >= 0 && !seen.has(line); line -= 1) {
      seen.set(line, now)
    }
  })
  try {
    await once(shell, 'spawn')
    // The shell needs a moment for its two children.
    while (childrenOf(shell.pid ?? 0).length < 2) await setTimeout(1)
    const pids = childrenOf(shell.pid ?? 0)
    const written = await write(log, () => seen.size > 0, pids)
    for (const pid of pids) process.kill(pid)
    await once(shell, 'close')
    return row('tail -F | grep --line-buffered', written, seen)
  } finally {
    watcher.close()
    await rm(folder, { recursive: true })
  }
}

/** As many files as reports would be written, one after the other. */
async function ofDisk(): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-bench-'))
  const text = 'x'.repeat(700)
  const times: number[] = []
  for (let file = 0; file < LINES; file += 1) {
    const before = performance.now()
    await writeAtomically(join(folder, `report.${file}`), text)
    times.push(performance.now() - before)
  }
  await rm(folder, { recursive: true })
  return { subject: 'write, fsync, rename, fsync', values: [...quantiles(times), undefined] }
}

/** When each line was appended, and the processor time that was needed meanwhile. */
interface Written {
  readonly times: readonly number[]
  readonly cpu: number
}

/** Appends numbered lines; the first one until it has been seen, so that the reader is known to be there. */
async function write(log: string, hasBegun: () => boolean, pids: readonly number[]): Promise<Written> {
  const descriptor = openSync(log, 'a')
  const times: number[] = []
  const append = (number: number): void => {
    times[number] = performance.now()
    writeSync(descriptor, numberedLine(number).text)
  }
  append(0)
  while (!hasBegun()) await setTimeout(1)
  const cpuBefore = cpuTime(pids)
  const began = performance.now()
  for (let number = 1; number <= LINES; number += 1) {
    await setTimeout(Math.max(0, began + number * INTERVAL - performance.now()))
    append(number)
  }
  const cpu = ((cpuTime(pids) - cpuBefore) / (performance.now() - began)) * 100
  await setTimeout(PATIENCE)
  closeSync(descriptor)
  return { times, cpu }
}

/** The first line was for warming up. */
function row(subject: string, { times, cpu }: Written, seen: ReadonlyMap<number, number>): Row {
  const latencies = times.slice(1).map((time, index) => (seen.get(index + 1) ?? Infinity) - time)
  return { subject, values: [...quantiles(latencies), cpu] }
}

function quantiles(times: readonly number[]): number[] {
  return [quantile(times, 0.5), quantile(times, 0.99), Math.max(...times)]
}
