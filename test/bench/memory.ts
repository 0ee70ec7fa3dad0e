import { readFileSync } from 'node:fs'

/** Memory of processes together, in MiB. */
export interface Memory {
  /** Current resident memory: VmRSS. */
  readonly resident: number
  /** Peak resident memory: VmHWM. */
  readonly peak: number
  /** Anonymous memory, which the kernel cannot simply drop: RssAnon. */
  readonly anonymous: number
}

/** The memory of processes, from proc(5). */
export function memoryOf(pids: readonly number[]): Memory {
  const texts = pids.map((pid) => readFileSync(`/proc/${pid}/status`, 'latin1'))
  const sum = (name: string): number => {
    const pattern = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm')
    return texts.reduce((kibibytes, text) => kibibytes + Number(pattern.exec(text)?.[1]), 0) / 1024
  }
  return { resident: sum('VmRSS'), peak: sum('VmHWM'), anonymous: sum('RssAnon') }
}
