import { readFileSync } from 'node:fs'

/** What processes take together, in MiB. */
export interface Memory {
  /** In memory now: VmRSS. */
  readonly resident: number
  /** The most that was: VmHWM. */
  readonly peak: number
  /** What no file holds, so that the kernel cannot simply drop it: RssAnon. */
  readonly anonymous: number
}

/** The memory of processes as proc(5) tells it. */
export function memoryOf(pids: readonly number[]): Memory {
  const texts = pids.map((pid) => readFileSync(`/proc/${pid}/status`, 'latin1'))
  const sum = (name: string): number => {
    const pattern = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm')
    return texts.reduce((kibibytes, text) => kibibytes + Number(pattern.exec(text)?.[1]), 0) / 1024
  }
  return { resident: sum('VmRSS'), peak: sum('VmHWM'), anonymous: sum('RssAnon') }
}
