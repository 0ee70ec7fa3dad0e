import { signal } from '@preact/signals'
import { refusal } from './ask.ts'
import { FrameReader } from './event-frames.ts'

/** How the stream of new events is: open, resting in a hidden tab, trying again, or not wanted. */
export type LiveState = 'open' | 'resting' | 'trying' | 'off'

/** The state of the console's stream. */
export const liveState = signal<LiveState>('off')

/** Who hears what comes: how many events came, and whether some were missed. */
type Heard = (count: number, isMissed: boolean) => void

/** The first pause before another try, and the longest, in milliseconds. */
const [FIRST, LONGEST] = [1000, 60_000]

/** The console's only stream: it is closed in a hidden tab, and goes on where it was. */
class Live {
  #path: string | undefined
  #heard: Heard = () => undefined
  #lastId: string | undefined
  #open: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #pause = FIRST

  constructor() {
    document.addEventListener('visibilitychange', () => this.#renew())
    addEventListener('online', () => this.#renew())
  }

  /** Hears events of this path from now on; undefined closes the stream. */
  follow(path: string | undefined, heard: Heard = () => undefined): void {
    this.#path = path
    this.#heard = heard
    this.#lastId = undefined
    this.#renew()
  }

  #renew(): void {
    this.#open?.abort()
    clearTimeout(this.#timer)
    this.#pause = FIRST
    if (this.#path === undefined) liveState.value = 'off'
    else if (document.hidden) liveState.value = 'resting'
    else void this.#run(this.#path)
  }

  async #run(path: string): Promise<void> {
    const open = new AbortController()
    this.#open = open
    try {
      const headers = {
        accept: 'text/event-stream',
        ...(this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId }),
      }
      const response = await fetch(path, { headers, signal: open.signal, cache: 'no-store' })
      if (response.ok && response.body !== null) await this.#read(response.body)
      else if ((await refusal(response)).fault === 'session') return void (liveState.value = 'off')
    } catch {
      // The hub is away, or the stream is no longer wanted.
    }
    if (open.signal.aborted) return
    liveState.value = 'trying'
    this.#timer = setTimeout(() => void this.#run(path), this.#pause * (1 + Math.random() * 0.3))
    this.#pause = Math.min(LONGEST, this.#pause * 2)
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    const frames = new FrameReader()
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      liveState.value = 'open'
      this.#pause = FIRST
      let [count, isMissed] = [0, false]
      for (const { name, data, id } of frames.read(value)) {
        if (id !== undefined) this.#lastId = id
        if (name === 'missed') isMissed = true
        else if (data !== '') count += 1
      }
      if (count > 0 || isMissed) this.#heard(count, isMissed)
    }
  }
}

/** The console's stream. */
export const live = new Live()
