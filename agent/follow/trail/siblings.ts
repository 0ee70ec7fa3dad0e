import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Position } from '../checkpoint.ts'
import { MOST_LOGS, matchesPattern } from '../discover.ts'
import type { LogFile } from '../files/log-file.ts'
import { inodeOf } from '../search/copies.ts'
import { FirstLines } from './first-lines.ts'

/** Stands for the path of a log that cannot be told yet; no path is empty. */
export const UNKNOWN_LOG = ''

/** What the other logs of a folder see of one of them. */
export interface Sibling {
  /** Whether it reads, or still has to read, the file with this inode. */
  holds(inode: string): boolean
  /** Wakes it: there may be something new for it. */
  hint(): void
}

/**
 * The logs that one pattern matches. One file is one source, whatever its names: a file that is renamed from one log to
 * another continues there where it was left here, and what is copied from another log is not read again.
 */
export class Siblings {
  readonly #pattern: string
  readonly #siblings = new Map<string, Sibling>()
  /** For each inode, the path that had the file last. */
  readonly #holders = new Map<string, string>()
  /** For each inode, the path that waits for the file, and the position where it was left for that path. */
  readonly #wanted = new Map<string, string>()
  readonly #given = new Map<string, Position>()
  /** The inodes of files that were left for another path while what was read of them is not safe yet. */
  readonly #parting = new Set<string>()
  readonly #firstLines = new FirstLines()

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  /** Adds a log; `inodes`: of the files that it had when it was last stopped. */
  join(path: string, inodes: readonly string[], sibling: Sibling): void {
    this.#siblings.set(path, sibling)
    this.#firstLines.renew(path)
    for (const inode of inodes) this.#holders.set(inode, path)
  }

  /** Another object stands for a log from here on: it rests, or does so no longer. */
  replace(path: string, sibling: Sibling): void {
    this.#siblings.set(path, sibling)
  }

  /** Removes a log. */
  leave(path: string): void {
    this.#siblings.delete(path)
    this.#firstLines.forget(path)
    for (const map of [this.#holders, this.#wanted]) {
      for (const [key, known] of map) if (known === path) map.delete(key)
    }
  }

  /**
   * Claims the file at a path: the position where the log that had it before left it, `wait` until it has, undefined if
   * no other log has it. Unless it waits, the path has the file from then on.
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

  /** A log leaves a file that another waits for; that log waits on until `give`. */
  part(inode: string): void {
    this.#parting.add(inode)
  }

  /** The path that waits for a file. */
  waitingFor(inode: string): string | undefined {
    return this.#wanted.get(inode)
  }

  /** Everything read of a file that a log has left is safe: the log that waits for it may continue there. */
  give(position: Position): void {
    this.#parting.delete(position.inode)
    const path = this.#wanted.get(position.inode)
    if (path === undefined) return
    this.#given.set(position.inode, position)
    this.#siblings.get(path)?.hint()
  }

  /** The path, of those that the pattern matches, that leads to a file now. */
  pathOf(inode: string): string | undefined {
    const folder = dirname(this.#pattern)
    const paths = namesIn(folder).map((name) => join(folder, name))
    const matching = paths.filter((path) => matchesPattern(this.#pattern, path)).slice(0, MOST_LOGS)
    return matching.find((path) => inodeOf(path) === inode)
  }

  /** Another file is at the path of a log, or the file there has been restarted. */
  renew(path: string): void {
    this.#firstLines.renew(path)
  }

  /**
   * The path of another log with the same first line as a file, which may be a copy of it; UNKNOWN as long as that line
   * is incomplete.
   */
  originalOf(path: string, file: LogFile): string | undefined {
    const found = this.#firstLines.originalOf(path, file)
    return found === 'incomplete' ? UNKNOWN_LOG : found.original
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
