import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundledProgram } from './bundled-program.ts'
import { timed } from './timed.ts'
import type { TrafficFile } from './traffic-file.ts'

/** How a log is counted. */
interface Counting {
  readonly format?: string
  /** How often, one after the other, in one process. */
  readonly times?: number
  readonly keys: readonly string[]
}

/** What it cost. */
interface CountedLog {
  /** Processor time for each GiB, without what an empty log took right before, in seconds. */
  readonly cpu: number
  /** Peak memory, in MiB. */
  readonly memory: number
}

/** What counts the requests of a log; the folder is for its program. */
export async function logCounter(folder: string): Promise<(log: TrafficFile, how: Counting) => Promise<CountedLog>> {
  const program = await bundledProgram('test/bench/traffic-counts.ts', folder)
  const none = join(folder, 'none')
  writeFileSync(none, '')
  return async ({ path, bytes }, { format = 'combined', times = 1, keys }) => {
    const words = [...program, format, String(times)]
    const start = await timed(...words, none, ...keys)
    const whole = await timed(...words, path, ...keys)
    const { peak }: { readonly peak: number } = JSON.parse(whole.stdout)
    return { cpu: ((whole.cpu - start.cpu) * 1024 ** 3) / (bytes * times), memory: peak / 1024 }
  }
}
