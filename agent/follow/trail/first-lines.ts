import { LogFile } from '../files/log-file.ts'

/** With which first line each log of a folder begins, so that a copy of one of them is recognised. */
export class FirstLines {
  /** For each generation, the paths that have it, in the order in which that was noticed. */
  readonly #paths = new Map<string, Set<string>>()
  /** The generation at each path, and the paths that have to be looked at. */
  readonly #generations = new Map<string, string>()
  readonly #unknown = new Set<string>()

  /** Another file is at a path, or the file there has been restarted. */
  renew(path: string): void {
    this.forget(path)
    this.#unknown.add(path)
  }

  forget(path: string): void {
    const generation = this.#generations.get(path)
    this.#generations.delete(path)
    this.#unknown.delete(path)
    if (generation === undefined) return
    const paths = this.#paths.get(generation)
    paths?.delete(path)
    if (paths?.size === 0) this.#paths.delete(generation)
  }

  /**
   * The path of the log that was the first to have the same first line as a file; undefined if that is the one at
   * `path` itself: of two logs that are alike, one is the original. `incomplete` if the file has no complete line yet.
   */
  originalOf(path: string, file: LogFile): { readonly original: string | undefined } | 'incomplete' {
    const { currentGeneration: generation } = file
    if (generation === undefined) return 'incomplete'
    for (const other of this.#unknown) if (other !== path) this.#look(other)
    this.#note(path, generation)
    for (const original of this.#paths.get(generation) ?? []) {
      if (original === path) break
      if (this.#look(original) === generation) return { original }
    }
    return { original: undefined }
  }

  /** The generation at a path now. */
  #look(path: string): string | undefined {
    const file = LogFile.tryOpen(path)
    if (typeof file === 'string') return undefined
    try {
      const { currentGeneration: generation } = file
      if (generation !== undefined) this.#note(path, generation)
      return generation
    } finally {
      file.close()
    }
  }

  #note(path: string, generation: string): void {
    if (this.#generations.get(path) === generation) return
    this.forget(path)
    this.#generations.set(path, generation)
    const paths = this.#paths.get(generation) ?? new Set()
    this.#paths.set(generation, paths.add(path))
  }
}
