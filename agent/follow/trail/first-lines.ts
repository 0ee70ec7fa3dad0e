import { LogFile } from '../files/log-file.ts'

/** With which lines the logs of a folder begin, so that a copy of one of them is known. */
export class Heads {
  /** The paths that begin with a first line, by its digest, in the order in which that was noticed. */
  readonly #paths = new Map<string, Set<string>>()
  /** The digest of each, and those that have to be looked at. */
  readonly #heads = new Map<string, string>()
  readonly #unknown = new Set<string>()

  /** Another file is at a path, or has begun anew. */
  renew(path: string): void {
    this.forget(path)
    this.#unknown.add(path)
  }

  forget(path: string): void {
    const head = this.#heads.get(path)
    this.#heads.delete(path)
    this.#unknown.delete(path)
    if (head === undefined) return
    const paths = this.#paths.get(head)
    paths?.delete(path)
    if (paths?.size === 0) this.#paths.delete(head)
  }

  /**
   * The path of the log that was the first to begin with the same line as a file; undefined where that is the one at
   * `path`: of two that are alike one alone is a copy. `headless` where the line is not complete yet.
   */
  twinOf(path: string, file: LogFile): { readonly twin: string | undefined } | 'headless' {
    const { head } = file
    if (head === undefined) return 'headless'
    for (const other of this.#unknown) if (other !== path) this.#look(other)
    this.#note(path, head)
    for (const twin of this.#paths.get(head) ?? []) {
      if (twin === path) break
      if (this.#look(twin) === head) return { twin }
    }
    return { twin: undefined }
  }

  /** What a log begins with now. */
  #look(path: string): string | undefined {
    const file = LogFile.tryOpen(path)
    if (typeof file === 'string') return undefined
    try {
      const { head } = file
      if (head !== undefined) this.#note(path, head)
      return head
    } finally {
      file.close()
    }
  }

  #note(path: string, head: string): void {
    if (this.#heads.get(path) === head) return
    this.forget(path)
    this.#heads.set(path, head)
    const paths = this.#paths.get(head) ?? new Set()
    this.#paths.set(head, paths.add(path))
  }
}
