import { constants } from 'node:os'
import { inWords } from '../../../../lib/time/duration.ts'
import type { ProgramResult } from './section-program.ts'

/** How a program ended, in words: `exit code 0`, `killed by signal 9 (SIGKILL)`, `killed after 60 s`. */
export function outcomeInWords({ end, timedOut }: Pick<ProgramResult, 'end' | 'timedOut'>, timeout: number): string {
  if (timedOut) return `killed after ${inWords(timeout)}`
  if ('code' in end) return `exit code ${end.code}`
  const number = Object.entries(constants.signals).find(([name]) => name === end.killedBy)?.[1]
  return `killed by signal ${number ?? ''} (${end.killedBy})`
}

/** A number of bytes as configured: `256 KiB`, `64 MiB`; `1000 bytes` if it is no whole number of them. */
export function sizeInWords(bytes: number): string {
  if (bytes % 1024 ** 2 === 0) return `${bytes / 1024 ** 2} MiB`
  return bytes % 1024 === 0 ? `${bytes / 1024} KiB` : `${bytes} bytes`
}
