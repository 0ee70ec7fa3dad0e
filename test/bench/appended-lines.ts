import { closeSync, openSync, writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { numberedLine } from '../torture/numbered-line.ts'
import { cpuTime } from './cpu-time.ts'
import { quantile } from './distribution.ts'
import type { Row } from './measure.ts'

/** Interval between two lines, in milliseconds. */
export const INTERVAL = 10

/** Longest wait for the last lines to show, in milliseconds. */
const PATIENCE = 500

/** When each line was appended (performance.now()), and the processor time used meanwhile, in percent. */
export interface Appended {
  readonly times: readonly number[]
  readonly cpu: number
}

/** The reader of the lines. */
export interface Reader {
  /** Whether the first line, which is appended alone, has been seen: then the reader is ready. */
  readonly hasBegun: () => boolean
  readonly pids: readonly number[]
}

/** Appends numbered lines to a log, one by one. */
export async function appendLines(log: string, lines: number, { hasBegun, pids }: Reader): Promise<Appended> {
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
  for (let number = 1; number <= lines; number += 1) {
    await setTimeout(Math.max(0, began + number * INTERVAL - performance.now()))
    append(number)
  }
  const cpu = ((cpuTime(pids) - cpuBefore) / (performance.now() - began)) * 100
  await setTimeout(PATIENCE)
  closeSync(descriptor)
  return { times, cpu }
}

/** The delay until each line was seen: p50, p99 and the longest, in milliseconds, and the processor time. */
export function latencies(subject: string, { times, cpu }: Appended, seen: ReadonlyMap<number, number>): Row {
  const taken = times.slice(1).map((time, index) => (seen.get(index + 1) ?? Infinity) - time)
  return { subject, values: [...quantiles(taken), cpu] }
}

/** p50, p99 and the longest. */
export function quantiles(times: readonly number[]): number[] {
  return [quantile(times, 0.5), quantile(times, 0.99), Math.max(...times)]
}
