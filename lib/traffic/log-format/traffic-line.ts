/** What a line tells as text, and where its range is in `starts` and `ends`. */
export const RANGE = {
  ip: 0,
  local_user: 1,
  remote_user: 2,
  action: 3,
  page: 4,
  protocol: 5,
  status_code: 6,
  vhost: 7,
} as const

const [TIME, STATUS, SIZE] = [0, 1, 2]

/**
 * One line of an access log, filled anew for each line by `LineParser`, which owns it. Ranges are of `bytes`; they are
 * empty where the format has no such field, and mean nothing unless the line is recognised.
 */
export class TrafficLine {
  bytes: Buffer = Buffer.alloc(0)
  /** The same bytes. */
  view: DataView = new DataView(new ArrayBuffer(0))
  isRecognised = false
  readonly starts = new Int32Array(8)
  readonly ends = new Int32Array(8)
  /** In an array of its own a number is never boxed, so that lines leave nothing for the garbage collector. */
  readonly #numbers = new Float64Array(3)

  /** Seconds since 1970-01-01T00:00:00Z. */
  get time(): number {
    return this.#numbers[TIME] ?? 0
  }

  set time(seconds: number) {
    this.#numbers[TIME] = seconds
  }

  get status(): number {
    return this.#numbers[STATUS] ?? 0
  }

  set status(code: number) {
    this.#numbers[STATUS] = code
  }

  /** Bytes that were sent; 0 for `-`. */
  get size(): number {
    return this.#numbers[SIZE] ?? 0
  }

  set size(bytes: number) {
    this.#numbers[SIZE] = bytes
  }

  /** Says where a text is. */
  fill(range: number, start: number, end: number): void {
    this.starts[range] = start
    this.ends[range] = end
  }
}
