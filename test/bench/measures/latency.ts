import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, watch, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { writeAtomically } from '../../../lib/system/files/atomic-file.ts'
import { numberedLine } from '../../torture/numbered-line.ts'
import { INTERVAL, appendLines, latencies, quantiles } from '../appended-lines.ts'
import { childrenOf } from '../cpu-time.ts'
import type { Measure, Row } from '../measure.ts'
import { sealLines } from '../sealed-lines.ts'

const LINES = 500

/** Time until a line of a log is durable in the spool. */
export const latency: Measure = {
  name: 'latency',
  what: `from appending a line to seeing its report, ${1000 / INTERVAL} lines/s for ${(LINES * INTERVAL) / 1000} s; beside it, to seeing it in a file without fsync, and what a file as safe as a report costs on this disk`,
  columns: ['p50 ms', 'p99 ms', 'max ms', 'CPU %'],
  compares: true,
  run: async () => [await ofAgent(), await ofTail(), await ofDisk()],
}

async function ofAgent(): Promise<Row> {
  const sealed = await sealLines(LINES)
  return latencies('spoor-agent', sealed, sealed.seen)
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
    // The shell needs a moment to start its two children.
    while (childrenOf(shell.pid ?? 0).length < 2) await setTimeout(1)
    const pids = childrenOf(shell.pid ?? 0)
    const appended = await appendLines(log, LINES, { hasBegun: () => seen.size > 0, pids })
    for (const pid of pids) process.kill(pid)
    await once(shell, 'close')
    return latencies('tail -F | grep --line-buffered', appended, seen)
  } finally {
    watcher.close()
    await rm(folder, { recursive: true })
  }
}

/** Writes as many files as there would be reports, one after another. */
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
