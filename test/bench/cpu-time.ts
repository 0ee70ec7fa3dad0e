import { readFileSync } from 'node:fs'

/** The processor time that processes, with all their threads, have had so far, in milliseconds; the kernel counts in steps of 10. */
export function cpuTime(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // Fields 14 and 15 of proc(5), counted from the end of the name, which may hold blanks.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return sum + (Number(fields[11]) + Number(fields[12])) * 10
  }, 0)
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return text.split(' ').filter(Boolean).map(Number)
}
