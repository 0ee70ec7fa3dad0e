import assert from 'node:assert/strict'

/** One report in flight. */
interface Delivery {
  /** Number of failures before it began. */
  readonly after: number
}

/** Checks the order and times in which one run of a transmitter sends reports, and reports any violation. */
export class DeliveryRules {
  readonly #most: number
  readonly #random: number
  readonly #now: () => number
  readonly #underWay = new Map<string, Delivery>()
  /** Failures that tell the state of the API, and how many of them in a row. */
  #failures = 0
  #inARow = 0
  #allowed = 1
  /** Nothing may be sent before this time. */
  #restsUntil = 0
  /** For each report, failures in a row that may be its own fault. */
  readonly #own = new Map<string, number>()
  /** For reports with too many of these: their failures in a row, and until when they rest. */
  #setAside = { failures: 0, until: 0 }
  /** The last report, and how often in a row it was sent while others waited all the time. */
  #last = { name: '', times: 0 }

  constructor(most: number, random: number, now: () => number) {
    this.#most = most
    this.#random = random
    this.#now = now
  }

  isUnderWay(name: string): boolean {
    return this.#underWay.has(name)
  }

  /** Whether another report may be sent now. */
  get isOpen(): boolean {
    const recent = [...this.#underWay.values()].filter(({ after }) => after === this.#failures)
    return this.#now() >= this.#restsUntil && this.#underWay.size < this.#most && recent.length < this.#allowed
  }

  /** Whether this report may be sent now. */
  mayBegin(name: string): boolean {
    return this.isOpen && !(this.#isSetAside(name) && this.#now() < this.#setAside.until)
  }

  /** A report is sent; `others`: whether others wait. */
  begins(name: string, others: boolean): void {
    assert.ok(!this.isUnderWay(name), `${name} is under way already`)
    assert.ok(this.#now() >= this.#restsUntil, 'before the time')
    assert.ok(this.isOpen, 'too many at once')
    assert.ok(this.mayBegin(name), 'before its time')
    const times = this.#last.name === name && others ? this.#last.times + 1 : 1
    assert.ok(times <= 3, `${name} holds others up`)
    this.#last = { name, times }
    this.#underWay.set(name, { after: this.#failures })
  }

  /** The API accepts the report, or refuses it for good. */
  settles(name: string): void {
    const isRecent = this.#ends(name)
    if (this.#isSetAside(name) || (isRecent && this.#inARow > 0)) this.#setAside = { failures: 0, until: 0 }
    this.#own.delete(name)
    if (!isRecent) return
    this.#inARow = 0
    this.#allowed = Math.min(this.#most, this.#allowed + 1)
  }

  /** The report must wait; with `notBefore` nothing may be sent before. */
  fails(name: string, isItsOwnFault: boolean, notBefore = 0): void {
    const isRecent = this.#ends(name)
    const isKnown = this.#isSetAside(name)
    this.#own.set(name, isItsOwnFault ? (this.#own.get(name) ?? 0) + 1 : 0)
    if (isKnown && isItsOwnFault && notBefore === 0) {
      const failures = Math.max(this.#setAside.failures, this.#inARow) + 1
      this.#setAside = { failures, until: this.#now() + this.#backoff(failures) }
      return
    }
    if (!isItsOwnFault && this.#last.name === name) this.#last = { name, times: 0 }
    if (!isRecent) {
      this.#restsUntil = Math.max(this.#restsUntil, notBefore)
      return
    }
    this.#inARow += 1
    this.#failures += 1
    this.#allowed = 1
    this.#restsUntil = Math.max(this.#restsUntil, this.#now() + this.#backoff(this.#inARow), notBefore)
  }

  #backoff(failures: number): number {
    return Math.floor(this.#random * Math.min(300_000, 1000 * 2 ** (failures - 1)))
  }

  #isSetAside(name: string): boolean {
    return (this.#own.get(name) ?? 0) >= 3
  }

  /** The report is no longer in flight; returns whether its outcome tells the state of the API. */
  #ends(name: string): boolean {
    const delivery = this.#underWay.get(name)
    assert.ok(delivery !== undefined, `${name} is not under way`)
    this.#underWay.delete(name)
    return delivery.after === this.#failures
  }
}
