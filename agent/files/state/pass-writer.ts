import { createHash } from 'node:crypto'
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from '../../../lib/system/files/atomic-file.ts'
import type { ByteText } from '../byte-text.ts'
import { sumEnd, sumHead, sumLine } from '../forms/sha256sum-form.ts'
import type { ListHead } from '../listed.ts'
import type { Stamped } from '../listing.ts'
import { type PassEnd, passEnd, passNote, stampedIn, sumOfPass } from './saved-pass.ts'

/** Characters written at a time. */
const STRETCH = 16 * 1024

/** Saves a pass while it goes on, beside the file that it replaces at its end. Throws the system's errors. */
export class PassWriter {
  readonly #path: string
  readonly #file: number
  readonly #hash = createHash('sha256')
  #waiting: ByteText
  #count = 0
  #length = 0
  #isOpen = true

  /** A leftover of a crash may belong to anybody, so it is removed and never written to. Mode 0600. */
  constructor(path: string, head: ListHead) {
    this.#path = path
    rmSync(`${path}.tmp`, { force: true })
    this.#file = openSync(`${path}.tmp`, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600)
    this.#waiting = sumHead(head)
  }

  /** Adds what stands at a path; paths come in their order. */
  add({ listed, stamp }: Stamped): void {
    this.#waiting += sumLine(listed, stamp)
    this.#count += 1
    if (this.#waiting.length > STRETCH) this.#write()
  }

  /** What was added so far, in its order. */
  added(): Generator<Stamped, void, void> {
    this.#write()
    return stampedIn(this.#file, this.#length)
  }

  /**
   * Replaces what the pass before saved, whole and durably. Each note is a line without its end, for whoever takes
   * over from the pass.
   */
  async finish(end: PassEnd, notes: readonly ByteText[] = []): Promise<void> {
    this.#waiting += sumEnd(this.#count) + notes.map(passNote).join('') + passEnd(end)
    this.#write()
    this.#waiting = sumOfPass(this.#hash.copy().digest('hex'))
    this.#write()
    fsyncSync(this.#file)
    this.#close()
    renameSync(`${this.#path}.tmp`, this.#path)
    await syncFolder(dirname(this.#path))
  }

  /** Leaves what the pass before saved as it is; nothing after `finish`. */
  abandon(): void {
    if (!this.#isOpen) return
    this.#close()
    rmSync(`${this.#path}.tmp`, { force: true })
  }

  #write(): void {
    const bytes = Buffer.from(this.#waiting, 'latin1')
    this.#hash.update(bytes)
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at)
    this.#length += bytes.length
    this.#waiting = ''
  }

  #close(): void {
    this.#isOpen = false
    closeSync(this.#file)
  }
}
