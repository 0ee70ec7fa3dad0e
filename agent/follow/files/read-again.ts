import type { Position } from '../checkpoint.ts'
import { FINGERPRINT_LENGTH } from '../fingerprint/fingerprint.ts'

/** A position to go back from, and the bytes before the place where it is read again. */
export interface GoingBack {
  readonly position: Position
  readonly before: Buffer
}

/** Finds the bytes before the place from which a position is read again, in a content that arrives piece by piece. */
export class ReadAgain {
  readonly #position: Position | undefined
  #before: Buffer = Buffer.alloc(0)
  #left: number

  constructor(position: Position | undefined) {
    this.#position = position
    this.#left = position?.again ?? 0
  }

  /** Takes the next piece. */
  add(piece: Buffer): void {
    if (this.#left === 0) return
    const wanted = piece.subarray(0, this.#left)
    this.#left -= wanted.length
    this.#before = Buffer.from(Buffer.concat([this.#before, wanted]).subarray(-FINGERPRINT_LENGTH))
  }

  /** Undefined if nothing is to be read again, or if the position is at another offset, or in another content, here. */
  in(content: { readonly generation: string; readonly offset: number }): GoingBack | undefined {
    const position = this.#position
    if (position?.again === undefined) return undefined
    const isSame = content.offset === position.offset && content.generation === position.generation
    return isSame ? { position, before: this.#before } : undefined
  }
}
