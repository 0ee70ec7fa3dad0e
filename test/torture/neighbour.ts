import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { readSnapshot } from '../../agent/snapshots/snapshot.ts'
import { collectorView } from '../../agent/status/collector-view.ts'
import { ROOT } from '../../build/executable/bundle.ts'
import type { Stage } from './stage.ts'

/** How often to look, in milliseconds. Time is counted in looks: on a busy machine they are late as well. */
const TICK = 50
const SECOND = 1000 / TICK

/** What a hostile neighbour must never cause. */
const READ_WITHIN = 5 * SECOND
const START_WITHIN = 10 * SECOND
const END_WITHIN = 5 * SECOND
const MOST_DESCRIPTORS = 64
const MOST_MEMORY = Number(
  /^MemoryMax=(\d+)M$/m.exec(
    readFileSync(join(ROOT, 'packaging', 'agent', 'spoor-agent-collector.service'), 'utf8'),
  )?.[1],
)

/** How many lines show that the agent still works. */
const SOME_MORE = 5

/** How long the attacked log may take. */
const PATIENCE = 120 * SECOND

/** The log of root beside an attacked one: whether the agent still follows it as it should. */
export class Neighbour {
  readonly #stage: Stage
  readonly #log: string

  constructor(stage: Stage) {
    this.#stage = stage
    this.#log = join(dirname(stage.log), 'access_log')
  }

  /** Lines are read in time until the other log is read to its end, and some more after that. */
  async livesOn(): Promise<void> {
    await this.untilRead(this.#stage.log)
    let lines = 0
    await this.#watch(() => (lines += 1) > SOME_MORE)
  }

  /** Lines are read in time until the other log is read to its end. */
  async untilRead(log: string): Promise<void> {
    await this.#watch(async () => (await this.#offsetOf(log)) === statSync(log).size)
  }

  /** The agent ends in time. */
  async endsInTime(): Promise<void> {
    const { descriptors, memory } = this.#taken()
    if (memory > MOST_MEMORY) throw new Error(`the agent took ${memory} MiB, with ${descriptors} descriptors`)
    await Promise.race([this.#stage.stop(), tooLate()])
  }

  async #watch(isOver: () => boolean | Promise<boolean>): Promise<void> {
    let due = START_WITHIN
    for (let looks = 0; ; looks += 1) {
      const isRead = (await this.#offsetOf(this.#log)) === statSync(this.#log).size
      if (!isRead && looks > due) throw new Error('a line of root was not read within 5 s')
      if (isRead && (await isOver())) return
      if (isRead) {
        appendFileSync(this.#log, 'a line of root\n')
        due = looks + READ_WITHIN
      }
      if (looks > PATIENCE) throw new Error('the other log is not read')
      const { descriptors } = this.#taken()
      if (descriptors > MOST_DESCRIPTORS) throw new Error(`the agent has ${descriptors} descriptors`)
      await setTimeout(TICK)
    }
  }

  #taken(): { descriptors: number; memory: number } {
    return { descriptors: this.#stage.descriptors(), memory: this.#stage.peakMemory() }
  }

  async #offsetOf(log: string): Promise<number | undefined> {
    const snapshot = await readSnapshot('collector', this.#stage.runtime, collectorView.schema)
    return snapshot?.sources.find(({ path }) => path === log)?.offset
  }
}

async function tooLate(): Promise<never> {
  for (let looks = 0; looks <= END_WITHIN; looks += 1) await setTimeout(TICK, undefined, { ref: false })
  throw new Error('the agent does not end within 5 s')
}
