/** What was seen of the lines of a log that were looked at closely, and how many of these were not understood. */
interface Seen {
  readonly ofInterest: number
  readonly unrecognised: number
}

/** Of more lines than this the older ones count half as much as the newer ones, time and again. */
const MANY = 200

/** The same of the last few hundred lines, whatever was before: what tells that the format of a log has changed. */
export class Lately {
  #total: Seen
  #lately: Seen

  /** `total` is what was counted before; `lately` what of that is not long ago. */
  constructor(total: Seen, lately: Seen = { ofInterest: 0, unrecognised: 0 }) {
    this.#total = { ...total }
    this.#lately = lately
  }

  /** Takes note of what has been counted by now. */
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
