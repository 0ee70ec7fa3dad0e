/** How many lines of a log a driver examined, and how many of these it did not recognise. */
interface Seen {
  readonly ofInterest: number
  readonly unrecognised: number
}

/** Each time this many lines are exceeded, the counts are halved, so that older lines weigh less. */
const MANY = 200

/** Counts over the last few hundred lines, which show when the format of a log has changed. */
export class Lately {
  #total: Seen
  #lately: Seen

  /** `total` holds the counts so far; `lately` the recent ones among them. */
  constructor(total: Seen, lately: Seen = { ofInterest: 0, unrecognised: 0 }) {
    this.#total = { ...total }
    this.#lately = lately
  }

  /** Takes the new total and returns the recent counts. */
  note({ ofInterest, unrecognised }: Seen): Seen {
    const share = {
      ofInterest: this.#lately.ofInterest + ofInterest - this.#total.ofInterest,
      unrecognised: this.#lately.unrecognised + unrecognised - this.#total.unrecognised,
    }
    this.#total = { ofInterest, unrecognised }
    const half = 2 ** Math.max(0, Math.ceil(Math.log2(share.ofInterest / MANY)))
    this.#lately = {
      ofInterest: Math.ceil(share.ofInterest / half),
      unrecognised: Math.ceil(share.unrecognised / half),
    }
    return this.#lately
  }
}
