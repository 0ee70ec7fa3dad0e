import type { Writable } from 'node:stream'

/** The shortest time between two drawings, in milliseconds. */
const INTERVAL = 200

const WIDTH = 24

/** What a bar shows. */
export interface Shown {
  /** Bytes on the disk that were processed. */
  readonly passed: number
  /** Bytes that were read; of compressed files, more than they have. */
  readonly bytes: number
  readonly events: number
}

/** A progress bar: one line on a terminal. */
export class Bar {
  readonly #terminal: Writable
  readonly #total: number
  readonly #elapsed: () => number
  readonly #began: number
  #drawn = -Infinity
  #isThere = false

  /** `total`: bytes on the disk; `elapsed`: milliseconds by a monotonic clock. */
  constructor(terminal: Writable, total: number, elapsed: () => number) {
    this.#terminal = terminal
    this.#total = total
    this.#elapsed = elapsed
    this.#began = elapsed()
  }

  /** Redraws it if that is due. */
  show({ passed, bytes, events }: Shown): void {
    const now = this.#elapsed()
    if (now - this.#drawn < INTERVAL) return
    const seconds = Math.max(now - this.#began, 1) / 1000
    const share = this.#total === 0 ? 1 : Math.min(1, passed / this.#total)
    const filled = Math.round(share * WIDTH)
    const left = share === 0 ? '' : `, ${clockOf((seconds * (1 - share)) / share)} left`
    const line = `${String(Math.floor(share * 100)).padStart(3)} % [${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${Math.round(bytes / seconds / 1e6)} MB/s${left}, events: ${events}`
    this.#terminal.write(`\r\u001b[K${line}`)
    this.#drawn = now
    this.#isThere = true
  }

  /** Clears the line, so that something else can be written. */
  clear(): void {
    if (this.#isThere) this.#terminal.write('\r\u001b[K')
    this.#isThere = false
  }
}

/** Hours, if any, minutes and seconds. */
function clockOf(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
