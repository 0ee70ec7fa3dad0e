import { ByteEscaper } from '../../../../lib/text/escaped-bytes.ts'
import type { PartOutput } from '../part-output.ts'
import { moduleHead, noHead } from './module-head.ts'

/** Reads the output of a module into the part of a mail: first its head, then its body as it comes. */
export class ModuleReading {
  readonly #out: PartOutput
  #room: number
  #begun = Buffer.alloc(0)
  /** Undefined until the head was read. */
  #kind: ByteEscaper | 'bytes' | undefined
  #fault: string | undefined
  /** Whether something of the body found no room. */
  isCut = false

  /** `most` bytes of the body are told. */
  constructor(out: PartOutput, most: number) {
    this.#out = out
    this.#room = most
  }

  /** Whether nothing is wrong with what it read, and there is room. */
  get wantsMore(): boolean {
    return !this.isCut && this.#fault === undefined
  }

  /** Takes a piece, and says whether it wants more. */
  readonly take = async (piece: Buffer): Promise<boolean> => {
    const body = this.#kind === undefined ? this.#afterHead(piece) : piece
    this.isCut = body.length > this.#room
    await this.#write(body.subarray(0, this.#room))
    return this.wantsMore
  }

  /** Nothing more comes: writes what is left, or says what is wrong, in words that follow "its output". */
  async end(): Promise<string | undefined> {
    if (this.#kind instanceof ByteEscaper) await this.#out.write(this.#kind.end())
    return this.#fault ?? (this.#begun.length > 0 ? noHead(this.#begun).fault : undefined)
  }

  #afterHead(piece: Buffer): Buffer {
    this.#begun = Buffer.concat([this.#begun, piece])
    const head = moduleHead(this.#begun)
    if (head === undefined) return NONE
    if ('fault' in head) {
      this.#fault = head.fault
      return NONE
    }
    this.#out.media = head.media
    this.#kind = head.isText ? new ByteEscaper() : 'bytes'
    this.#begun = NONE
    return head.body
  }

  async #write(body: Buffer): Promise<void> {
    this.#room -= body.length
    await this.#out.write(this.#kind instanceof ByteEscaper ? this.#kind.take(body) : body)
  }
}

const NONE = Buffer.alloc(0)
