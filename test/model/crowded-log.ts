import assert from 'node:assert/strict'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Followed } from '../agent/follow/followed.ts'

/** What happens; `number` chooses a copy, or a name. */
export interface CrowdedStep {
  readonly what: 'rotate' | 'read one batch' | 'read all' | 'kill' | 'rename' | 'compress' | 'delete'
  readonly times: number
  readonly number: number
}

interface WrittenFile {
  path: string
  /** Open, so that no later file gets its inode: the model knows files by that. */
  readonly descriptor: number
  inode: string
  readonly lines: readonly string[]
  isDeleted: boolean
  /** Whether a checkpoint knew it while it was not deleted. */
  isKnown: boolean
}

/**
 * A log that is rotated more often than copies are opened at once, to names that need not tell the order. Of every file
 * that a checkpoint knew all lines come, or a notice says that some do not.
 */
export class CrowdedLog {
  readonly #folder = mkdtempSync(join(tmpdir(), 'crowded-'))
  readonly #path = join(this.#folder, 'log')
  readonly #files: WrittenFile[] = []
  readonly #given = new Set<string>()
  #codes: readonly string[] = []
  #followed: Followed

  constructor() {
    this.#create()
    this.#followed = new Followed(this.#path)
  }

  /** Takes the steps, lets everything settle, and asserts that nothing was lost in silence. */
  async run(steps: readonly CrowdedStep[]): Promise<void> {
    try {
      await this.#readAll()
      for (const step of steps) await this.#take(step)
      for (let looks = 0; looks < 60; looks += 1) await this.#readAll()
      this.#assertAllCame(steps)
      assert.equal(this.#followed.checkpoint?.seen, undefined, 'still waited for')
    } finally {
      await this.#followed.stop()
      for (const { descriptor } of this.#files) closeSync(descriptor)
      rmSync(this.#folder, { recursive: true })
    }
  }

  async #take({ what, times, number }: CrowdedStep): Promise<void> {
    if (what === 'rotate') for (let time = 0; time < times; time += 1) this.#rotate(number + time)
    else if (what === 'read one batch') for (let time = 0; time < times; time += 1) await this.#readOne()
    else if (what === 'read all') await this.#readAll()
    else if (what === 'kill') await this.#kill()
    else this.#change(what, number)
  }

  #create(): void {
    const name = `file ${this.#files.length} ${'-'.repeat(30)}`
    const lines = [`${name} 1`, `${name} 2`, `${name} 3`]
    writeFileSync(this.#path, lines.map((line) => `${line}\n`).join(''))
    const descriptor = openSync(this.#path, 'r')
    this.#files.push({
      path: this.#path,
      descriptor,
      inode: inodeOf(this.#path),
      lines,
      isDeleted: false,
      isKnown: false,
    })
  }

  #rotate(number: number): void {
    this.#move(this.#files.at(-1), number)
    this.#create()
  }

  #move(file: WrittenFile | undefined, number: number, end = ''): void {
    const nameOf = (date: number): string => `${this.#path}-${20260000 + date}`
    let date = number
    while (existsSync(nameOf(date)) || existsSync(`${nameOf(date)}.gz`)) date += 1
    if (file !== undefined) renameSync(file.path, (file.path = nameOf(date) + end))
  }

  /** Does something to a copy. */
  #change(what: 'rename' | 'compress' | 'delete', number: number): void {
    const copies = this.#files.filter(({ path, isDeleted }) => path !== this.#path && !isDeleted)
    const copy = copies[number % Math.max(1, copies.length)]
    if (copy === undefined) return
    const isCompressed = copy.path.endsWith('.gz')
    if (what === 'rename') this.#move(copy, number, isCompressed ? '.gz' : '')
    if (what === 'compress' && !isCompressed) compress(copy)
    if (what !== 'delete') return
    rmSync(copy.path)
    copy.isDeleted = true
  }

  async #readOne(): Promise<boolean> {
    this.#followed.wake()
    const batch = await this.#followed.next()
    for (const { text } of batch?.items ?? []) this.#given.add(text)
    const { files = [], seen = [] } = this.#followed.checkpoint ?? {}
    const inodes = new Set([...files, ...seen].map(({ inode }) => inode))
    for (const file of this.#files) if (!file.isDeleted && inodes.has(file.inode)) file.isKnown = true
    return batch !== undefined
  }

  async #readAll(): Promise<void> {
    this.#followed.elapsed += 10_000
    while (await this.#readOne());
  }

  async #kill(): Promise<void> {
    const { checkpoint: from, codes } = this.#followed
    this.#codes = [...this.#codes, ...codes]
    await this.#followed.stop()
    this.#followed = new Followed(this.#path, { from })
  }

  #assertAllCame(steps: readonly CrowdedStep[]): void {
    const lost = this.#files.filter(({ isKnown }) => isKnown).flatMap(({ lines }) => lines)
    const missing = lost.filter((line) => !this.#given.has(line))
    const isTold = [...this.#codes, ...this.#followed.codes].includes('log_gap')
    if (missing.length > 0) assert.ok(isTold, `lost in silence: ${missing.join(', ')}`)
    // Copies that are only renamed are all found.
    if (steps.some(({ what }) => what === 'delete' || what === 'compress')) return
    assert.deepEqual(missing, [], 'lost')
    assert.ok(!isTold, 'a gap where nothing is missing')
  }
}

function compress(file: WrittenFile): void {
  writeFileSync(`${file.path}.gz`, gzipSync(readFileSync(file.path)))
  rmSync(file.path)
  file.path += '.gz'
  file.inode = inodeOf(file.path)
}

function inodeOf(path: string): string {
  return String(statSync(path, { bigint: true }).ino)
}
