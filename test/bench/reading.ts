import type { TestHost } from '../support/test-host.ts'
import { startCollector } from './collector.ts'
import { cpuTime } from './cpu-time.ts'

/** The cost of reading for a collector, in seconds from its start. */
export interface Read {
  readonly cpu: number
  readonly wall: number
}

/** Runs a collector on prepared logs until everything up to this offset is sealed. */
export async function read(lay: (host: TestHost) => void, upTo: number): Promise<Read> {
  return until(lay, ({ sealedUpTo }) => sealedUpTo(upTo))
}

/** Runs a collector on empty logs. */
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
