/** What the transmitter knows of a receiver's clock: `lib/http/answers/clock-reading.ts`. */
interface Reading {
  readonly at: number
  readonly offset: number
  readonly within: number
}

/** Milliseconds after which a reading that says the same is worth telling. */
const OLD = 60_000

/** The clock of a receiver as its last answer showed it. */
export class ServerClock {
  readonly #onChange: () => void
  #last: Reading | undefined
  #told: Reading | undefined

  /** `onChange` is called where there is something to tell: not with each answer. */
  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Undefined until a receiver has answered and named a time. */
  get last(): Reading | undefined {
    return this.#last
  }

  /** Takes the reading of an answer. */
  readonly note = (reading: Reading): void => {
    this.#last = reading
    const told = this.#told
    if (told !== undefined && told.offset === reading.offset && Math.abs(reading.at - told.at) < OLD) return
    this.#told = reading
    this.#onChange()
  }
}
