import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Position } from '../checkpoint.ts'
import { MOST_LOGS, fits } from '../discover.ts'
import type { LogFile } from '../files/log-file.ts'
import { inodeOf } from '../search/copies.ts'
import { Heads } from './first-lines.ts'

/** Stands for the path of a log that cannot be told yet; no path is so. */
export const UNKNOWN = ''

/** One of the logs of a folder, to the others. */
export interface Sibling {
  /** Whether it reads, or still has to read, the file with this inode. */
  holds(inode: string): boolean
  /** Wakes it: something may be new for it. */
  hint(): void
}

/**
 * The logs that one pattern means, as far as they concern each other: one file is one source, whatever its names. A
 * file that was renamed from one of them to another goes on there where it was left here; what was copied is not read
 * again.
 */
export class Siblings {
  readonly #pattern: string
  readonly #siblings = new Map<string, Sibling>()
  /** Who had a file last, by its inode. */
  readonly #holders = new Map<string, string>()
  /** Which path waits for a file, by its inode, and where it was left for it. */
  readonly #wanted = new Map<string, string>()
  readonly #given = new Map<string, Position>()
  /** The files that were left for another path, while what was read of them is not safe yet. */
  readonly #parting = new Set<string>()
  readonly #heads = new Heads()

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  /** `inodes` are those of the files that the log had at its last end. */
  join(path: string, inodes: readonly string[], sibling: Sibling): void {
    this.#siblings.set(path, sibling)
    this.#heads.renew(path)
    for (const inode of inodes) this.#holders.set(inode, path)
  }

  leave(path: string): void {
    this.#siblings.delete(path)
    this.#heads.forget(path)
    for (const map of [this.#holders, this.#wanted]) {
      for (const [key, known] of map) if (known === path) map.delete(key)
    }
  }

  /**
   * Where the file at a path begins, once the log that had it before has left it; undefined where no other has it. From
   * then on the path has it.
   */
  claim(path: string, inode: string): Position | 'wait' | undefined {
    const given = this.#given.get(inode)
    const known = this.#holders.get(inode)
    const holder = known === undefined || known === path ? undefined : this.#siblings.get(known)
    if (given === undefined && (holder?.holds(inode) === true || this.#parting.has(inode))) {
      this.#wanted.set(inode, path)
      holder?.hint()
      return 'wait'
    }
    this.#given.delete(inode)
    this.#wanted.delete(inode)
    this.#holders.set(inode, path)
    return given
  }

  /** Whether another log waits for a file. */
  isWanted(inode: string): boolean {
    return this.#wanted.has(inode)
  }

  /** A log leaves a file that another waits for; that one waits until `give`. */
  part(inode: string): void {
    this.#parting.add(inode)
  }

  /** The path that waits for a file. */
  waitingFor(inode: string): string | undefined {
    return this.#wanted.get(inode)
  }

  /** All that was read is safe of a file that a log has left: whoever waits for it may go on there. */
  give(position: Position): void {
    this.#parting.delete(position.inode)
    const path = this.#wanted.get(position.inode)
    if (path === undefined) return
    this.#given.set(position.inode, position)
    this.#siblings.get(path)?.hint()
  }

  /** The path among those that the pattern means that leads to a file now. */
  pathOf(inode: string): string | undefined {
    const folder = dirname(this.#pattern)
    const paths = namesIn(folder).map((name) => join(folder, name))
    const meant = paths.filter((path) => fits(this.#pattern, path)).slice(0, MOST_LOGS)
    return meant.find((path) => inodeOf(path) === inode)
  }

  /** Another file is at the path of a log, or begins anew there. */
  renew(path: string): void {
    this.#heads.renew(path)
  }

  /**
   * The path of another log that begins with the same line as a file does, which may be a copy of it; UNKNOWN before it
   * has one.
   */
  twinOf(path: string, file: LogFile): string | undefined {
    const found = this.#heads.twinOf(path, file)
    return found === 'headless' ? UNKNOWN : found.twin
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
