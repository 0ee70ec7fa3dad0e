import { globSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where Debian and Red Hat put it; undefined where it is not. */
export function libfaketime(): string | undefined {
  return globSync('/usr/lib{,64}/{,*/}faketime/libfaketime.so.1')[0]
}

/**
 * A wall clock that can be set while programs run by it; what measures durations goes on as it is, as in the kernel.
 */
export class FakeClock {
  readonly #file: string

  /** Kept in a file of a folder. */
  constructor(folder: string) {
    this.#file = join(folder, 'clock')
    this.set('+0')
  }

  /** What a program gets to run by it; times of files stay true. */
  get env(): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: libfaketime(),
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      NO_FAKE_STAT: '1',
    }
  }

  /** In libfaketime's words: `-1d` and `+1y` differ from the true time, `@2026-11-01 01:59:58` goes on from there. */
  set(time: string): void {
    writeFileSync(`${this.#file}.new`, `${time}\n`)
    renameSync(`${this.#file}.new`, this.#file)
  }
}
