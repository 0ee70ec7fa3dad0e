import { existsSync } from 'node:fs'
import type { Notice } from '../../lib/notice/notice.ts'
import type { Follower } from '../config/config.ts'
import { NOT_THERE } from '../snapshots/not-there.ts'

/** What notices say of whether there is something to read. */
const PROBLEMS: Readonly<Record<string, string | undefined>> = {
  source_missing: NOT_THERE,
  source_unreadable: 'cannot be read by the collector',
  source_found: undefined,
  source_readable: undefined,
  source_rotated: undefined,
}

/** Why there is nothing to read of a log, as `status` shows it. */
export class LogProblem {
  readonly #isOptional: boolean
  #text: string | undefined

  /** `isExpected`: whether it is to be there at the start; only its first absence is told. */
  constructor({ path, optional }: Pick<Follower, 'path' | 'optional'>, isExpected: boolean) {
    this.#isOptional = optional
    if (isExpected && !optional && !existsSync(path)) this.#text = PROBLEMS['source_missing']
  }

  /** Undefined while there is none. */
  get text(): string | undefined {
    return this.#text
  }

  /** Hears a notice about the log; whether it tells how the log is. */
  note({ code }: Pick<Notice, 'code'>): boolean {
    if (!Object.hasOwn(PROBLEMS, code)) return false
    this.#text = code === 'source_missing' && this.#isOptional ? undefined : PROBLEMS[code]
    return true
  }

  /** Lines came: whoever has lines is there. */
  hasLines(): void {
    if (this.#text === PROBLEMS['source_missing']) this.#text = undefined
  }
}
