import { readFileSync, readdirSync } from 'node:fs'

/**
 * Processor time used so far by processes and their threads, in milliseconds. The scheduler counts it in nanoseconds
 * (/proc/PID/task/TID/schedstat), as exactly as the rusage of a process that has ended; threads that have ended are
 * missing.
 */
export function cpuTime(pids: readonly number[]): number {
  return sumOfThreads(pids, 'schedstat', /^\d+/) / 1e6
}

/** Voluntary sleeps of processes and their threads so far. */
export function sleeps(pids: readonly number[]): number {
  return sumOfThreads(pids, 'status', /(?<=^voluntary_ctxt_switches:\s+)\d+/m)
}

function sumOfThreads(pids: readonly number[], file: string, number: RegExp): number {
  const threads = pids.flatMap((pid) => readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`))
  return threads.reduce((sum, thread) => sum + Number(number.exec(readFileSync(`${thread}/${file}`, 'latin1'))?.[0]), 0)
}

/** The running child processes of a process. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return text.split(' ').filter(Boolean).map(Number)
}

/** A process and all its descendants. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)]
}
