import type { Position } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, isSameFile } from '../files/open-file.ts'
import type { Segment } from './segment.ts'

/** The open files of a trail, oldest first. */
export class Segments {
  #all: readonly Segment[] = []

  get files(): readonly OpenFile[] {
    return this.#all.map(({ file }) => file)
  }

  get count(): number {
    return this.#all.length
  }

  get oldest(): Segment | undefined {
    return this.#all[0]
  }

  get last(): Segment | undefined {
    return this.#all.at(-1)
  }

  /** The files that have left the path. Nothing hints at what their writers add, so they have to be looked at. */
  get leaving(): readonly OpenFile[] {
    return this.#all.filter(({ isLeaving }) => isLeaving).map(({ file }) => file)
  }

  /** The files that are its own; one that just came to the path may be another log's. */
  get held(): readonly OpenFile[] {
    return this.#all.filter(({ succession }) => succession === undefined).map(({ file }) => file)
  }

  /**
   * The files to save, each with its position: those before the first unsettled one, from which the others are found
   * again. A file that is covered is read from its successor. The oldest ones that are compressed and read to their end
   * are left out unless something is lost: an archive of cPanel continues with lines that are read from the log.
   */
  toSave(isLost: boolean): ReadonlyMap<OpenFile, Position> {
    const uncovered = this.#settled.filter((each) => !each.isCovered())
    const isNeeded = ({ file }: Segment): boolean => file instanceof LogFile || file.offset < file.size() || isLost
    const first = uncovered.findIndex(isNeeded)
    const saved = first === -1 ? [] : uncovered.slice(first)
    return new Map(saved.map(({ file, rewrite }) => [file, rewrite?.own ?? file.position]))
  }

  /** The log files that are open and have no position to save. */
  get unsaved(): readonly LogFile[] {
    const settled = this.#settled
    const others = this.#all.filter((each) => !settled.includes(each) && each.succession?.predecessors.length !== 0)
    return others.flatMap(({ file }) => (file instanceof LogFile ? [file] : []))
  }

  /** Whether the start positions of a file, and of all before it, are settled. */
  isSettled(file: OpenFile): boolean {
    return this.#settled.some((each) => each.file === file)
  }

  /** Those before the first unsettled one. */
  get #settled(): readonly Segment[] {
    const unsettled = this.#all.findIndex((each) => each.isUnsettled)
    return unsettled === -1 ? this.#all : this.#all.slice(0, unsettled)
  }

  /** Whether the start position of any is still open. */
  get areUnsettled(): boolean {
    return this.#all.some(({ succession, rewrite }) => succession !== undefined || rewrite !== undefined)
  }

  /** The segment of this very file, through whichever handle. */
  of(file: OpenFile): Segment | undefined {
    return this.#all.find((each) => each.file === file) ?? this.#all.find((each) => isSameFile(each.file, file))
  }

  /** Whether a file has left the path, and the one that took its place contains everything before `end`. */
  isCovered(file: OpenFile, end: number): boolean {
    return this.of(file)?.isCovered(end) === true
  }

  /**
   * Whether a start would find a file that is not saved, and read it again: as it searches for a compressed copy before
   * it and what is newer; or for what comes after an older file, as the one after it may be rewritten and has no
   * position.
   */
  isFoundAgain(file: OpenFile): boolean {
    const at = this.#all.findIndex((each) => each.file === file)
    const copy = this.#all.findIndex((each) => !(each.file instanceof LogFile))
    const next = this.#all[at + 1]?.rewrite
    return (copy !== -1 && at > copy) || (next !== undefined && next.own === undefined)
  }

  /** Whether everything in a file so far may have been read already, from another log or before it was rewritten. */
  mayRepeat(file: OpenFile): boolean {
    const { original, rewrite } = this.of(file) ?? {}
    return original !== undefined || rewrite !== undefined
  }

  push(...newer: readonly Segment[]): void {
    this.#all = [...this.#all, ...newer]
  }

  unshift(...older: readonly Segment[]): void {
    this.#all = [...older, ...this.#all]
  }

  /** Inserts segments before the file that follows them; false if that is not among them. */
  insert(before: OpenFile | undefined, added: readonly Segment[]): boolean {
    const at = this.#all.findIndex(({ file }) => file === before)
    const next = this.#all[at]
    if (next === undefined) return false
    // A file without a name may have been replaced by its own copy, which is among those added.
    const mayBeCopied = added.length > 0 && next.file.position.offset === 0 && !next.file.isLinked()
    if (mayBeCopied) next.succeed({ predecessors: added.toReversed() })
    // What was found elsewhere does not come back.
    if (added.length > 0) next.rewrite = undefined
    this.#all = this.#all.toSpliced(at, 0, ...added)
    return true
  }

  /** Inserts files that left the path before the one that is there now came. */
  insertMissed(missed: readonly Segment[]): void {
    const isThere = this.last?.isLeaving === false
    const at = isThere ? this.#all.length - 1 : this.#all.length
    const before = this.#all.slice(0, at)
    for (const [index, segment] of missed.entries()) {
      const predecessors = [...before, ...missed.slice(0, index)].toReversed()
      if (predecessors.length > 0) segment.succeed({ predecessors })
    }
    this.#all = this.#all.toSpliced(at, 0, ...missed)
    const { predecessors = [], ...succession } = this.last?.succession ?? {}
    if (isThere && predecessors.length > 0) {
      this.last?.succeed({ ...succession, predecessors: [...missed.toReversed(), ...predecessors] })
    }
  }

  remove(file: OpenFile): void {
    this.#all = this.#all.filter((each) => each.file !== file)
  }

  /** None of them is at the path any more. */
  leave(now: number): void {
    for (const segment of this.#all) segment.leave(now)
  }

  close(): void {
    for (const { file } of this.#all) file.close()
    this.#all = []
  }
}
