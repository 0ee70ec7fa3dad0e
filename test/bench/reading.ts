import type { TestHost } from '../support/test-host.ts'
import { startCollector } from './collector.ts'
import { cpuTime } from './cpu-time.ts'

/** What it took a collector to read, in seconds from its start. */
export interface Read {
  readonly cpu: number
  readonly wall: number
}

/** Lets a collector read what is laid, until that byte of it is sealed. */
export async function read(lay: (host: TestHost) => void, upTo: number): Promise<Read> {
  return until(lay, ({ sealedUpTo }) => sealedUpTo(upTo))
}

/** Lets a collector find out that all its logs are empty. */
export async function readNothing(): Promise<Read> {
  return until(undefined, ({ ready }) => ready())
}

async function until(
  lay: ((host: TestHost) => void) | undefined,
  done: (collector: Awaited<ReturnType<typeof startCollector>>) => Promise<void>,
): Promise<Read> {
  const collector = await startCollector(lay)
  try {
    await done(collector)
    const wall = (performance.now() - collector.began) / 1000
    return { cpu: cpuTime([collector.agent.pid]) / 1000, wall }
  } finally {
    await collector.end()
  }
}
