import { signal } from '@preact/signals'
import type { ShownIncident } from '../../contract/incident-contract.ts'
import { refusal } from './ask.ts'
import { FrameReader } from './event-frames.ts'
import { hubFetch } from './hub-fetch.ts'

/** How the stream of new events is: open, resting in a hidden tab, trying again, or not wanted. */
export type LiveState = 'open' | 'resting' | 'trying' | 'off'

/** The state of the console's stream. */
export const liveState = signal<LiveState>('off')

/** Whether it tells events, not only incidents. */
export const tellsEvents = signal(false)

/** Who hears what comes: how many events came, and whether some were missed. */
type Heard = (count: number, isMissed: boolean) => void

/** Who hears of an incident that is new or changed; undefined: any can be, as the stream began anew or missed some. */
type HeardIncident = (incident: ShownIncident | undefined) => void

/** The first pause before another try, and the longest, in milliseconds. */
const [FIRST, LONGEST] = [1000, 60_000]

/**
 * After how long without a word the stream is taken for dead, in milliseconds: the hub says at least every 15 seconds
 * that there is nothing new, and a connection can end without the browser being told.
 */
const SILENCE = 45_000

/** The console's only stream: it is closed in a hidden tab, and goes on where it was. */
class Live {
  #events: string | undefined
  #heard: Heard = () => undefined
  readonly #ofIncidents = new Set<HeardIncident>()
  #lastId: string | undefined
  #open: AbortController | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #pause = FIRST

  constructor() {
    document.addEventListener('visibilitychange', () => this.renew())
    addEventListener('online', () => this.renew())
  }

  /** Hears events of this path from now on; undefined hears none. */
  follow(path: string | undefined, heard: Heard = () => undefined): void {
    this.#events = path
    tellsEvents.value = path !== undefined
    this.#heard = heard
    this.#lastId = undefined
    this.renew()
  }

  /** Hears what becomes of incidents, until the answer is called. */
  hearIncidents(heard: HeardIncident): () => void {
    this.#ofIncidents.add(heard)
    if (this.#ofIncidents.size === 1) this.renew()
    return () => {
      this.#ofIncidents.delete(heard)
      if (this.#ofIncidents.size === 0) this.renew()
    }
  }

  /** Opens the stream anew, if anybody hears it. */
  renew(): void {
    this.#open?.abort()
    this.#open = undefined
    clearTimeout(this.#timer)
    clearTimeout(this.#silence)
    this.#pause = FIRST
    const path = this.#path()
    if (path === undefined) liveState.value = 'off'
    else if (document.hidden) liveState.value = 'resting'
    else void this.#run(path)
  }

  /** There is one stream, whoever hears. */
  #path(): string | undefined {
    if (this.#ofIncidents.size === 0) return this.#events
    if (this.#events === undefined) return '/api/v1/stream?tell=incidents'
    return `${this.#events}${this.#events.includes('?') ? '&' : '?'}tell=both`
  }

  async #run(path: string): Promise<void> {
    const open = new AbortController()
    this.#open = open
    this.#expectWord(open)
    let wait = 0
    try {
      const headers = {
        accept: 'text/event-stream',
        ...(this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId }),
      }
      const response = await hubFetch(path, { headers, signal: open.signal, cache: 'no-store' })
      if (response.ok && response.body !== null) await this.#read(response.body, open)
      else {
        const { fault, wait: told } = await refusal(response)
        if (fault === 'session') return void (liveState.value = 'off')
        wait = told * 1000
      }
    } catch {
      // The hub is away or silent, or the stream is no longer wanted.
    }
    if (this.#open !== open) return
    clearTimeout(this.#silence)
    liveState.value = 'trying'
    const pause = Math.max(wait, this.#pause * (1 + Math.random() * 0.3))
    this.#timer = setTimeout(() => void this.#run(path), pause)
    this.#pause = Math.min(LONGEST, this.#pause * 2)
  }

  /** Ends a stream unless something comes soon. */
  #expectWord(open: AbortController): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => open.abort(), SILENCE)
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>, open: AbortController): Promise<void> {
    const frames = new FrameReader()
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    this.#tellIncident(undefined)
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.#open !== open) return
      this.#expectWord(open)
      liveState.value = 'open'
      this.#pause = FIRST
      let [count, isMissed] = [0, false]
      for (const { name, data, id } of frames.read(value)) {
        if (id !== undefined) this.#lastId = id
        if (name === 'missed') isMissed = true
        else if (name === 'incident') this.#tellIncident(JSON.parse(data))
        else if (name === 'incidents_missed') this.#tellIncident(undefined)
        else if (data !== '') count += 1
      }
      if (count > 0 || isMissed) this.#heard(count, isMissed)
    }
  }

  #tellIncident(incident: ShownIncident | undefined): void {
    for (const heard of this.#ofIncidents) heard(incident)
  }
}

/** The console's stream. */
export const live = new Live()
