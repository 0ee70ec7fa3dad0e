import { type BigIntStats, statSync } from 'node:fs'
import type { OpenFile } from '../files/open-file.ts'

/** What another look at a path shows: the file of the last look, unchanged or changed, or something else. */
type PathChange = 'unchanged' | 'changed' | 'other'

/** How the file at a path was when it was last looked at: no more than tells whether it has changed since. */
export class PathLook {
  readonly #path: string
  #inode = 0n
  #device = 0n
  #size = -1
  #changed = 0n

  constructor(path: string) {
    this.#path = path
  }

  /** The size of the file, in bytes. */
  get size(): number {
    return this.#size
  }

  /** Whether the file was this one. */
  isOf({ inode, device }: Pick<OpenFile, 'inode' | 'device'>): boolean {
    return String(this.#inode) === inode && String(this.#device) === device
  }

  /** Looks at the path; throws the system's error if nothing is there. */
  look(): void {
    this.#note(statSync(this.#path, { bigint: true }))
  }

  /** Looks again, and tells what has changed since the last time; `other` if nothing can be looked at, too. */
  again(): PathChange {
    const stats = statsOf(this.#path)
    if (stats === undefined || stats.ino !== this.#inode || stats.dev !== this.#device) return 'other'
    // The change time is only as fine as the kernel's tick; the size shows appends within one.
    if (Number(stats.size) === this.#size && stats.ctimeNs === this.#changed) return 'unchanged'
    this.#note(stats)
    return 'changed'
  }

  #note({ ino, dev, size, ctimeNs }: BigIntStats): void {
    // Thousands of looks live long: what is equal is not replaced.
    if (ino !== this.#inode) this.#inode = ino
    if (dev !== this.#device) this.#device = dev
    this.#size = Number(size)
    this.#changed = ctimeNs
  }
}

/** Undefined if it cannot be looked at: the next look at the path will tell why. */
function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
