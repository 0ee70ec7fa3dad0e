import { globSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Its path on Debian and Red Hat; undefined if it is not installed. */
export function libfaketime(): string | undefined {
  return globSync('/usr/lib{,64}/{,*/}faketime/libfaketime.so.1')[0]
}

/** A wall clock that can be set while programs use it; monotonic clocks are not affected, as in the kernel. */
export class FakeClock {
  readonly #file: string

  /** The clock is set through a file in this folder. */
  constructor(folder: string) {
    this.#file = join(folder, 'clock')
    this.set('+0')
  }

  /** The environment that makes a program use it; timestamps of files stay true. */
  get env(): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: libfaketime(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    }
  }

  /**
   * Sets the clock in libfaketime's notation: `-1d` and `+1y` differ from the true time, `@2026-11-01 01:59:58`
   * continues from there.
   */
  set(time: string): void {
    writeFileSync(`${this.#file}.new`, `${time}\n`)
    renameSync(`${this.#file}.new`, this.#file)
  }
}
