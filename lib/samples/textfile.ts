import { join } from 'node:path'
import { isOutside } from '../system/errors.ts'
import { replaceFile } from '../system/files/atomic-file.ts'
import { exposition } from './exposition.ts'
import type { Registry } from './registry.ts'

/** Milliseconds between two writes, at least: nobody scrapes more often. */
const INTERVAL = 15_000

/** Milliseconds after which it is written though nothing changed: its age tells whether the process lives. */
const HEARTBEAT = 60_000

/** What a file of metrics is written with. */
export interface TextfileParts {
  /** The folder that node_exporter reads (`--collector.textfile.directory`). */
  readonly folder: string
  /** The name of the file, without `.prom`. */
  readonly name: string
  readonly registry: Registry
  /** Milliseconds since some moment; never steps. */
  readonly elapsed: () => number
  /** Hears why it cannot be written, once until it can again. */
  readonly onFault: (file: string, error: Error) => void
}

/**
 * Keeps a file of metrics for node_exporter's textfile collector up to date, whole at any time and for all to read. It
 * wakes nobody where nothing changes: `beat` comes with what wakes the process anyhow. Never rejects for what is outside.
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

  /** Something has changed; may be called very often. */
  changed(): void {
    if (this.#timer !== undefined) return
    const rest = Math.max(0, this.#writtenAt + INTERVAL - this.#parts.elapsed())
    this.#timer = setTimeout(() => void this.#write(), rest).unref()
  }

  /** Resolves when what is under way is written. */
  get written(): Promise<void> {
    return this.#writing
  }

  /** The process is alive. */
  beat(): void {
    if (this.#parts.elapsed() - this.#writtenAt >= HEARTBEAT) void this.#write()
  }

  /** Writes for the last time. */
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
