import assert from 'node:assert/strict'
import type { Checkpoint } from '../../agent/follow/checkpoint.ts'
import { Followed, type Taken } from '../agent/follow/followed.ts'
import { LogWorld, type Naming, type WrittenFile } from './log-world.ts'

/** What can happen between the first look and the last. */
export const STEPS = [
  'write a line',
  'write nine lines',
  'write a piece',
  'finish the line',
  'rename',
  'rename and create',
  'reopen',
  'copy and truncate',
  'compress',
  'delete',
  'replace',
  'keep the newer half',
  'take out every third line',
  'read one batch',
  'read all',
  'let the grace time pass',
  'abandon the line',
  'save',
  'release',
  'stop',
  'kill',
] as const

/** One such step. */
export type Step = (typeof STEPS)[number]

/** Where the follower stands, or continues after a kill. */
interface Standing {
  readonly checkpoint: Checkpoint | undefined
  /** The files of the checkpoint, oldest first. */
  readonly files: readonly WrittenFile[]
  /** Those seen after them. */
  readonly seen: readonly WrittenFile[]
}

/**
 * A follower, what it reads, and what it owes: every line of the world once, except those of unreachable files. A file
 * is unreachable if it was deleted while it was not open, or rotated away with no file before it left to find it by.
 */
export class FollowModel {
  readonly #world: LogWorld
  readonly #mayRest: boolean
  #followed: Followed
  /** Whether this run has looked since its start, or since it released its file: before that, no file is open. */
  #hasLooked = false
  #isAtRest = false
  #standing: Standing = { checkpoint: undefined, files: [], seen: [] }
  #saved = this.#standing
  /** Lines by generation, offset and text; and those that may be delivered again, because they were not saved. */
  readonly #given = new Map<string, Taken>()
  readonly #ends = new Map<string, number>()
  #givenSinceSave: string[] = []
  #mayRepeat = new Set<string>()
  readonly #owed = new Set<string>()
  readonly #codes: string[] = []
  readonly #unreachable = new Set<WrittenFile>()
  /** The files that a saved checkpoint knew. */
  readonly #everSeen = new Set<WrittenFile>()
  #needsNotice = new Set<WrittenFile>()
  readonly #steps: Readonly<Record<Step, () => unknown>>

  constructor(naming: Naming, mayRest = false) {
    const world = new LogWorld(naming)
    this.#world = world
    this.#mayRest = mayRest
    this.#followed = new Followed(world.path, { most: 3, rests: mayRest })
    this.#steps = {
      'write a line': () => world.write(1),
      'write nine lines': () => world.write(9),
      'write a piece': () => world.writePiece(),
      'finish the line': () => world.finish(),
      rename: () => world.rename(),
      'rename and create': () => {
        world.rename()
        world.create()
      },
      reopen: () => world.reopen(),
      'copy and truncate': () => {
        if (this.#isKnown(world.current) && !world.isAstray) world.copyTruncate()
      },
      compress: () => {
        if (this.#isKnown(undefined)) world.compress()
      },
      delete: () => world.delete(),
      // Not between two looks, nor soon after a rotation: nobody could infer everything from what is found then.
      replace: async () => {
        if (world.isAstray) return
        await this.#passGrace()
        world.replace()
        await this.#passGrace()
      },
      'keep the newer half': () => this.#prune('older half'),
      'take out every third line': () => this.#prune('every third'),
      'read one batch': () => this.#readOne(),
      'read all': () => this.#readAll(),
      'let the grace time pass': () => this.#passGrace(),
      'abandon the line': () => this.#abandonLine(),
      save: () => this.#save(),
      release: () => {
        this.#followed.release()
        this.#hasLooked = false
        this.#isAtRest = true
      },
      stop: () => this.#stop(),
      kill: () => this.#kill(),
    }
  }

  /** Takes the steps, lets everything settle, and asserts that all lines owed were delivered. */
  async run(steps: readonly Step[]): Promise<void> {
    try {
      await this.#readOne()
      for (const step of steps) {
        await this.#steps[step]()
        this.#account()
      }
      await this.#passGrace()
      this.#assertAllCame()
    } finally {
      await this.#followed.stop()
      this.#world.close()
    }
  }

  /** Notes what is owed by now, and what has become unreachable. */
  #account(): void {
    for (const file of this.#world.files) {
      for (const line of file.lines) this.#owed.add(line)
      const isElsewhere = file !== this.#world.current && !file.isCopy
      if (isElsewhere && !this.#canReach(file)) this.#unreachable.add(file)
    }
  }

  #canReach(file: WrittenFile): boolean {
    const { files, checkpoint } = this.#standing
    const index = files.indexOf(file)
    if (index === -1) return this.#canFind(file)
    if (this.#hasLooked || !file.isDeleted) return true
    const isCopied = this.#world.files.some(({ isCopy }) => isCopy)
    // If the same content is at the path, nobody can know that the old file was still being written to.
    if ((checkpoint?.files[index]?.offset ?? 0) > 0 && !isCopied && !this.#world.isReplaced) this.#needsNotice.add(file)
    return false
  }

  /** Whether a file without a position can be found: by its name, or because it was seen. */
  #canFind(file: WrittenFile): boolean {
    const isSeen = this.#everSeen.has(file)
    if (file.isDeleted && this.#standing.seen.includes(file)) this.#needsNotice.add(file)
    return !file.isDeleted && (isSeen || (!this.#world.isAstray && this.#standing.files.at(-1)?.isDeleted === false))
  }

  /**
   * Whether the unread lines of a file, or of any, can be found by content, now and after a kill: something of it has
   * been read. A file about to be copied may also have been read completely.
   */
  #isKnown(file: WrittenFile | undefined): boolean {
    if (file !== undefined && this.#unread(file) === 0) return true
    return [this.#standing, this.#saved].every(({ checkpoint, files }) => {
      const positions = checkpoint?.files.filter((_, index) => file === undefined || files[index] === file) ?? []
      return positions.length > 0 && positions.every(({ offset }) => offset > 0)
    })
  }

  #unread(file: WrittenFile | undefined): number {
    const given = new Set([...this.#given.values()].map(({ text }) => text))
    return file?.lines.filter((line) => !given.has(line)).length ?? 0
  }

  /** Pruning moves lines: only those that were read, and whose position is saved, can be recognised afterwards. */
  async #prune(way: 'older half' | 'every third'): Promise<void> {
    await this.#passGrace()
    this.#save()
    const { current } = this.#world
    if (this.#world.isAstray || current === undefined || current.lines.length < 6 || this.#unread(current) > 0) return
    this.#world.prune(way)
    await this.#passGrace()
    this.#save()
  }

  async #readOne(): Promise<boolean> {
    this.#followed.wake()
    const batch = await this.#followed.next()
    // A look that delivers nothing does not open a released file.
    this.#hasLooked ||= batch !== undefined || !this.#isAtRest
    this.#isAtRest &&= batch === undefined
    if (batch === undefined) return false
    for (const item of batch.items) this.#give(item)
    this.#stand()
    // As the collector does: the position of a file first seen is saved at once.
    if (batch.range === undefined) this.#save()
    return true
  }

  async #readAll(): Promise<void> {
    while (await this.#readOne());
  }

  /** The program reopens its log in time, and all rotated files fall silent. */
  async #passGrace(): Promise<void> {
    this.#world.reopen()
    this.#account()
    for (let look = 0; look < 3; look += 1) {
      await this.#readAll()
      this.#followed.elapsed += 10_000
    }
    await this.#readAll()
  }

  /** The program is killed in the middle of a line, which nobody will finish. */
  async #abandonLine(): Promise<void> {
    const { writing, current } = this.#world
    if (writing === current) return
    if (writing.rest !== '') writing.lines.push(writing.rest)
    writing.rest = ''
    await this.#passGrace()
  }

  #give(item: Taken): void {
    const name = `${item.generation} ${item.offset} ${item.text}`
    this.#givenSinceSave.push(name)
    const before = this.#given.get(name)
    if (before !== undefined) {
      // A file that was left is taken for one that came and went if its name says so.
      assert.ok(this.#mayRepeat.delete(name) || this.#world.isAstray, `given twice: ${item.text}`)
      assert.deepEqual(item, before)
      return
    }
    const isAfter = item.offset > (this.#ends.get(item.generation) ?? -1)
    assert.ok(isAfter || this.#world.isReplaced || this.#world.isAstray, `out of order: ${item.text}`)
    this.#ends.set(item.generation, item.offset)
    this.#given.set(name, item)
  }

  #stand(): void {
    const { checkpoint } = this.#followed
    const { files = [], seen = [] } = checkpoint ?? {}
    this.#standing = { checkpoint, files: files.map(this.#fileOf), seen: seen.map(this.#fileOf) }
  }

  /** An inode in use belongs to the file that has it, any other to the last one that had it. */
  readonly #fileOf = ({ inode }: { readonly inode: string }): WrittenFile => {
    const files = this.#world.files.filter((file) => file.inodes.includes(inode))
    const file = files.find((each) => !each.isDeleted && each.inodes.at(-1) === inode) ?? files.at(-1)
    assert.ok(file !== undefined)
    return file
  }

  #save(): void {
    this.#saved = this.#standing
    for (const file of [...this.#saved.files, ...this.#saved.seen]) this.#everSeen.add(file)
    this.#givenSinceSave = [...this.#mayRepeat]
  }

  /** A clean stop, and a start. */
  #stop(): Promise<void> {
    this.#save()
    return this.#startAnew()
  }

  /** A kill at any moment, and a start from what was saved: what only the killed process knew, nobody can miss. */
  #kill(): Promise<void> {
    this.#mayRepeat = new Set(this.#givenSinceSave)
    this.#needsNotice = this.#needsNotice.intersection(new Set([...this.#saved.files, ...this.#saved.seen]))
    return this.#startAnew()
  }

  async #startAnew(): Promise<void> {
    // If the file at the path now ends before the last bytes read of the old one, it may be read again.
    if (this.#world.isReplaced) for (const name of this.#given.keys()) this.#mayRepeat.add(name)
    this.#codes.push(...this.#followed.codes)
    await this.#followed.stop()
    this.#standing = this.#saved
    this.#followed = new Followed(this.#world.path, { most: 3, rests: this.#mayRest, from: this.#saved.checkpoint })
    this.#hasLooked = false
    this.#isAtRest = false
  }

  #assertAllCame(): void {
    const given = [...this.#given.values()].map(({ text }) => text)
    assert.equal(new Set(given).size, given.length, 'one line under two names')
    assert.deepEqual(
      given.filter((line) => !this.#owed.has(line) && !this.#world.cutOff.has(line)),
      [],
      'damaged',
    )
    const missing = [...this.#owed].filter((line) => !given.includes(line))
    const excused = new Set([...this.#unreachable].flatMap(({ lines }) => lines))
    const lost = missing.filter((line) => !excused.has(line))
    assert.deepEqual(lost, [], 'lost')
    const gaps = [...this.#needsNotice].flatMap(({ lines }) => lines).filter((line) => missing.includes(line))
    if (gaps.length > 0) assert.ok([...this.#codes, ...this.#followed.codes].includes('log_gap'), 'lost in silence')
  }
}
