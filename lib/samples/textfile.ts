import { join } from 'node:path'
import { isOutside } from '../system/errors.ts'
import { replaceFile } from '../system/files/atomic-file.ts'
import { exposition } from './exposition.ts'
import type { Registry } from './registry.ts'

/** Shortest interval between two writes, in milliseconds: nobody scrapes more often. */
const INTERVAL = 15_000

/** Interval of writes without a change, in milliseconds: the file's age shows whether the process lives. */
const HEARTBEAT = 60_000

/** What a textfile needs. */
export interface TextfileParts {
  /** The folder that node_exporter reads (`--collector.textfile.directory`). */
  readonly folder: string
  /** The name of the file, without `.prom`. */
  readonly name: string
  readonly registry: Registry
  /** Milliseconds since an arbitrary moment, on a clock that never steps. */
  readonly elapsed: () => number
  /** Called with the reason if the file cannot be written, once until it can again. */
  readonly onFault: (file: string, error: Error) => void
}

/**
 * Keeps a file for node_exporter's textfile collector up to date, complete at any time and readable by all. It never
 * wakes an idle process: `beat` is called when something else does. Never rejects for outside causes.
 */
export class Textfile {
  readonly #parts: TextfileParts
  readonly #file: string
  #writtenAt = -Infinity
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  #isFailing = false

  constructor(parts: TextfileParts) {
    this.#parts = parts
    this.#file = join(parts.folder, `${parts.name}.prom`)
  }

  /** Records a change; cheap enough to call very often. */
  changed(): void {
    if (this.#timer !== undefined) return
    const rest = Math.max(0, this.#writtenAt + INTERVAL - this.#parts.elapsed())
    this.#timer = setTimeout(() => void this.#write(), rest).unref()
  }

  /** Resolves when the current write is done. */
  get written(): Promise<void> {
    return this.#writing
  }

  /** Records that the process is alive. */
  beat(): void {
    if (this.#parts.elapsed() - this.#writtenAt >= HEARTBEAT) void this.#write()
  }

  /** Writes the file for the last time. */
  close(): Promise<void> {
    return this.#write()
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writtenAt = this.#parts.elapsed()
    this.#writing = this.#writing.then(() => this.#writeNow())
    return this.#writing
  }

  async #writeNow(): Promise<void> {
    const { registry, onFault } = this.#parts
    try {
      replaceFile(this.#file, exposition(await registry.gather()), 0o644)
      this.#isFailing = false
    } catch (error) {
      if (!isOutside(error)) throw error
      if (!this.#isFailing) onFault(this.#file, error)
      this.#isFailing = true
    }
  }
}
