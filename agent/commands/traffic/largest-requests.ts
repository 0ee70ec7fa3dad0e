import { utf8Text } from '../../../lib/text/utf8-text.ts'
import { type TrafficLine, RANGE } from '../../../lib/traffic/log-format/traffic-line.ts'

/** Bytes of a text that are kept. */
const KEPT = 2048

/** One of the largest requests. Its texts are as its client wrote them. */
export interface LargeRequest {
  /** Bytes that were sent. */
  readonly size: number
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly time: number
  readonly ip: string
  readonly vhost: string
  readonly page: string
}

/** The requests with the most bytes; of equal ones those that came first. */
export class LargestRequests {
  readonly #most: number
  #requests: LargeRequest[] = []
  #least = -1

  constructor(most: number) {
    this.#most = most
  }

  /** In decreasing order. */
  get requests(): readonly LargeRequest[] {
    return this.#requests
  }

  /** Takes a request; `vhost` is that of the log. */
  take(line: TrafficLine, vhost: string | undefined): void {
    const { size, time } = line
    if (size <= this.#least) return
    const after = this.#requests.findIndex((each) => each.size < size)
    this.#requests.splice(after === -1 ? this.#requests.length : after, 0, {
      size,
      time,
      ip: textOf(line, RANGE.ip),
      vhost: textOf(line, RANGE.vhost) || (vhost ?? ''),
      page: textOf(line, RANGE.page),
    })
    this.#requests = this.#requests.slice(0, this.#most)
    if (this.#requests.length === this.#most) this.#least = this.#requests.at(-1)?.size ?? -1
  }
}

function textOf({ bytes, starts, ends }: TrafficLine, range: number): string {
  const start = starts[range] ?? 0
  return utf8Text(bytes.subarray(start, Math.min(ends[range] ?? 0, start + KEPT)))
}
