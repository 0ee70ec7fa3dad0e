import type { OutputTaker } from '../../../../lib/system/processes/group-run.ts'

/** The outputs of a program, kept up to a number of bytes that they share. */
export class KeptOutputs {
  readonly #halves: { readonly stdout: KeptHalf; readonly stderr: KeptHalf }
  readonly #most: number
  isCut = false

  constructor(most: number) {
    this.#most = most
    this.#halves = { stdout: new KeptHalf(most), stderr: new KeptHalf(most) }
  }

  get stdout(): Buffer {
    return this.#halves.stdout.content
  }

  get stderr(): Buffer {
    return this.#halves.stderr.content
  }

  /** Of both, in bytes. */
  get length(): number {
    return this.stdout.length + this.stderr.length
  }

  /** Keeps what comes on one of them, and wants no more where something found no room. */
  takerOf(name: 'stdout' | 'stderr'): OutputTaker {
    return async (piece) => {
      const room = this.#most - this.length
      this.isCut ||= piece.length > room
      this.#halves[name].add(piece.subarray(0, room))
      return !this.isCut
    }
  }
}

/** Bytes that grow in place: of the memory that is asked for at once, only what is written to is ever taken. */
class KeptHalf {
  readonly #room: Buffer
  #length = 0

  constructor(most: number) {
    this.#room = Buffer.allocUnsafeSlow(most)
  }

  get content(): Buffer {
    return this.#room.subarray(0, this.#length)
  }

  add(piece: Buffer): void {
    this.#length += piece.copy(this.#room, this.#length)
  }
}
