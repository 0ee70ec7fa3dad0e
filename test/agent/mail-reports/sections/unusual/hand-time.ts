import type { ReadingTime } from '../../../../../agent/mail-reports/sections/unusual/log-reading.ts'

/** Time that passes only while somebody sleeps. */
export class HandTime implements ReadingTime {
  readonly #begun = Date.now()
  #passed = 0

  readonly elapsed = (): number => this.#passed

  readonly clock = {
    now: (): number => this.#begun + this.#passed,
    sleep: async (milliseconds: number): Promise<void> => {
      this.#passed += milliseconds
    },
  }
}
