import type { Gap } from '../../../follow/gap.ts'

/** So many are told one by one: whoever can write to a log's folder can make thousands. */
const MOST = 20

/** The pieces of a log that are lost for good. */
export class LostPieces {
  /** The first ones. */
  readonly gaps: Gap[] = []
  #more = 0

  /** How many there are beyond the first. */
  get more(): number {
    return this.#more
  }

  add(gap: Gap): void {
    if (this.gaps.length < MOST) this.gaps.push(gap)
    else this.#more += 1
  }
}
