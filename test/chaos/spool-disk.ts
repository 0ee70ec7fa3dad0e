import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { REPORT_FOLDERS } from '../torture/sealed.ts'

const MEBIBYTE = Buffer.alloc(1024 ** 2)
const BLOCK = 4096

/** A small disk for a spool. */
export class SpoolDisk {
  readonly #folder: string
  readonly #ballast: string

  /** Mounts the disk; the spool must still be empty. */
  constructor(folder: string, mebibytes: number) {
    this.#folder = folder
    this.#ballast = join(folder, 'ballast')
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'tmpfs', folder])
    for (const name of REPORT_FOLDERS) mkdirSync(join(folder, name), { mode: 0o700 })
  }

  /** Whether it was filled, and not cleared since. */
  get isFilled(): boolean {
    return existsSync(this.#ballast)
  }

  /** Fills the disk. */
  fill(): void {
    for (const size of [MEBIBYTE.length, BLOCK]) {
      while (this.#add(MEBIBYTE.subarray(0, size)));
    }
  }

  /** Frees the disk. */
  clear(): void {
    rmSync(this.#ballast, { force: true })
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.#folder])
  }

  /** False if there is no room. */
  #add(bytes: Uint8Array): boolean {
    const { bavail, bsize } = statfsSync(this.#folder)
    if (bavail * bsize < bytes.length) return false
    try {
      writeFileSync(this.#ballast, bytes, { flag: 'a' })
      return true
    } catch (error) {
      // The agent took the room first.
      if (codeOf(error) === 'ENOSPC') return false
      throw error
    }
  }
}
