import { appendFileSync, closeSync, openSync } from 'node:fs'
import type { Stage } from './stage.ts'

const INTERVAL = 10

/** A daemon that keeps writing lines, through a descriptor that it keeps until it is told to reopen the log. */
export class Flow {
  readonly #stage: Stage
  readonly #timer: NodeJS.Timeout
  #descriptor: number

  constructor(stage: Stage, linesPerSecond: number) {
    this.#stage = stage
    this.#descriptor = openSync(stage.log, 'a')
    const began = performance.now()
    let written = 0
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) / 1000) * linesPerSecond) - written
      written += due
      appendFileSync(this.#descriptor, stage.next(due))
    }, INTERVAL)
  }

  /** What a daemon does when logrotate has signalled it. */
  reopen(): void {
    closeSync(this.#descriptor)
    this.#descriptor = openSync(this.#stage.log, 'a')
  }

  stop(): void {
    clearInterval(this.#timer)
    closeSync(this.#descriptor)
  }
}
