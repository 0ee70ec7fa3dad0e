import { readFileSync, readdirSync } from 'node:fs'

/**
 * The processor time that processes, with all their threads, have had so far, in milliseconds. It is what the scheduler
 * counted in nanoseconds (/proc/PID/task/TID/schedstat), as exact as the rusage of a process that has ended; without
 * threads that have ended.
 */
export function cpuTime(pids: readonly number[]): number {
  return sumOfThreads(pids, 'schedstat', /^\d+/) / 1e6
}

/** How often processes, with all their threads, have gone to sleep of themselves so far. */
export function sleeps(pids: readonly number[]): number {
  return sumOfThreads(pids, 'status', /(?<=^voluntary_ctxt_switches:\s+)\d+/m)
}

function sumOfThreads(pids: readonly number[], file: string, number: RegExp): number {
  const threads = pids.flatMap((pid) => readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`))
  return threads.reduce((sum, thread) => sum + Number(number.exec(readFileSync(`${thread}/${file}`, 'latin1'))?.[0]), 0)
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return text.split(' ').filter(Boolean).map(Number)
}

/** A process, and all below it. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)]
}
