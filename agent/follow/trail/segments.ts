import type { Position } from '../checkpoint.ts'
import { LogFile } from '../files/log-file.ts'
import { type OpenFile, isSameFile } from '../files/open-file.ts'
import type { Stretch } from './segment.ts'

/** The files that a source is read from, oldest first; the last one is the one at the path, or was. */
export class Stretches {
  #all: readonly Stretch[] = []

  get files(): readonly OpenFile[] {
    return this.#all.map(({ file }) => file)
  }

  get count(): number {
    return this.#all.length
  }

  get oldest(): Stretch | undefined {
    return this.#all[0]
  }

  get last(): Stretch | undefined {
    return this.#all.at(-1)
  }

  /**
   * The files that are only kept for what their writers may still add: nothing hints at that, so they have to be looked
   * at.
   */
  get leaving(): readonly OpenFile[] {
    return this.#all.filter(({ isLeaving }) => isLeaving).map(({ file }) => file)
  }

  /** The files of which it is known where they begin. */
  get settled(): readonly OpenFile[] {
    return this.#all.filter(({ arrival }) => arrival === undefined).map(({ file }) => file)
  }

  /**
   * The files that have to be saved, each with its position: up to the first of which nobody knows yet where it begins,
   * for it and those after it are found again by those before. One that is covered is read from its successor.
   * Compressed copies that are read are left out, unless something is lost: cPanel's archive goes on with what is read
   * in the log.
   */
  toSave(isLost: boolean): ReadonlyMap<OpenFile, Position> {
    const uncovered = this.#known.filter((each) => !each.isCovered())
    const isNeeded = ({ file }: Stretch): boolean => file instanceof LogFile || file.offset < file.size() || isLost
    const first = uncovered.findIndex(isNeeded)
    const saved = first === -1 ? [] : uncovered.slice(first)
    return new Map(saved.map(({ file, regrowth }) => [file, regrowth?.own ?? file.position]))
  }

  /** Whether nothing is to be settled first for a file, or for one before it. */
  isKnown(file: OpenFile): boolean {
    return this.#known.some((each) => each.file === file)
  }

  /** Those before the first of which nobody knows yet where it begins. */
  get #known(): readonly Stretch[] {
    const pending = this.#all.findIndex((each) => each.isPending)
    return pending === -1 ? this.#all : this.#all.slice(0, pending)
  }

  /** Whether it is not known of each where it begins. */
  get areArriving(): boolean {
    return this.#all.some(({ arrival, regrowth }) => arrival !== undefined || regrowth !== undefined)
  }

  /** The one that is read from this very file, through whichever handle. */
  of(file: OpenFile): Stretch | undefined {
    return this.#all.find((each) => each.file === file) ?? this.#all.find((each) => isSameFile(each.file, file))
  }

  /** Whether the bytes before `end` of a file that left the path stand in one that took its place, too. */
  isCovered(file: OpenFile, end: number): boolean {
    return this.of(file)?.isCovered(end) === true
  }

  /** Whether all that is in a file so far may have been read: it stands in another log, or stood there before. */
  mayBeKnown(file: OpenFile): boolean {
    const { twin, regrowth } = this.of(file) ?? {}
    return twin !== undefined || regrowth !== undefined
  }

  push(...newer: readonly Stretch[]): void {
    this.#all = [...this.#all, ...newer]
  }

  unshift(...older: readonly Stretch[]): void {
    this.#all = [...older, ...this.#all]
  }

  /** Puts some before the file that comes after them; false where that is not here. */
  insert(before: OpenFile | undefined, added: readonly Stretch[]): boolean {
    const at = this.#all.findIndex(({ file }) => file === before)
    const next = this.#all[at]
    if (next === undefined) return false
    // One without a name may have been replaced by a copy of itself, which is among them now.
    const mayBeCopied = added.length > 0 && next.file.offset === 0 && !next.file.isLinked()
    if (mayBeCopied) next.arrive({ formers: added.toReversed() })
    // What was found elsewhere does not come back.
    if (added.length > 0) next.regrowth = undefined
    this.#all = this.#all.toSpliced(at, 0, ...added)
    return true
  }

  remove(file: OpenFile): void {
    this.#all = this.#all.filter((each) => each.file !== file)
  }

  /** None of them is at the path any more. */
  leave(now: number): void {
    for (const stretch of this.#all) stretch.leave(now)
  }

  close(): void {
    for (const { file } of this.#all) file.close()
    this.#all = []
  }
}
