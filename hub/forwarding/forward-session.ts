import type { Clock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import type { ForwardTarget } from '../config/forward-schema.ts'
import type { HubCounts } from '../samples/hub-counts.ts'
import { noteForwarding } from '../store/change/note-forwarding.ts'
import type { Store } from '../store/store.ts'
import { BatchReader } from './next-batch.ts'
import { type ForwardPlace, SETTLING, SettledPlaces } from './settled-places.ts'
import type { SyslogConnection } from './syslog-connection.ts'
import { framedMessage, type SyslogMessage } from './syslog-message.ts'

/** How long nothing new is waited for, and how often the place is saved, in milliseconds. */
const [PAUSE, SAVE] = [1000, 10_000]

/** How many bytes are made and sent at a time. */
const CHUNK = 64 * 1024

/** What a session works with. */
export interface SessionParts {
  readonly store: Store
  readonly clock: Clock
  readonly counts: HubCounts
  readonly target: ForwardTarget
  readonly connection: SyslogConnection
  /** Keeps the lease; resolves with whether it is still held. */
  readonly holds: () => Promise<boolean>
  /** Called when the connection has lived for long enough. */
  readonly onSettled: () => void
}

/** What is sent over one connection. */
export class ForwardSession {
  readonly #parts: SessionParts
  readonly #settled: SettledPlaces
  #place: ForwardPlace
  #saved: ForwardPlace
  #savedAt: number
  #isNoted = false
  /** Messages since the last save. */
  #sent = 0

  /** It begins after this place. */
  constructor(parts: SessionParts, place: ForwardPlace) {
    this.#parts = parts
    this.#settled = new SettledPlaces(place)
    this.#place = place
    this.#saved = place
    this.#savedAt = parts.clock.now()
  }

  /** Sends until the signal aborts or the lease is lost. Rejects if the connection breaks, or the store is away. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, target, connection, holds, onSettled } = this.#parts
    const begun = clock.now()
    const reader = new BatchReader(store, target)
    const until = eitherSignal(signal, connection.broken)
    while (!signal.aborted && (await holds())) {
      const batch = await reader.after(this.#place)
      if (batch === undefined) await clock.sleep(PAUSE, until)
      else {
        await this.#send(batch.messages)
        this.#place = batch.place
      }
      connection.broken.throwIfAborted()
      this.#settled.sent(this.#place, clock.now())
      if (clock.now() - begun >= SETTLING) onSettled()
      if (clock.now() - this.#savedAt >= SAVE) await this.#save(this.#settled.at(clock.now()))
    }
    await this.#save((await connection.leave()) ? this.#settled.all() : this.#settled.at(clock.now()))
  }

  async #send(messages: readonly SyslogMessage[]): Promise<void> {
    let chunk: Buffer[] = []
    let size = 0
    for (const [index, message] of messages.entries()) {
      const frame = framedMessage(message)
      chunk.push(frame)
      size += frame.length
      if (size < CHUNK && index < messages.length - 1) continue
      await this.#parts.connection.send(Buffer.concat(chunk))
      this.#sent += chunk.length
      this.#parts.counts.forwarded(this.#parts.target.name, chunk.length)
      chunk = []
      size = 0
    }
  }

  async #save(place: ForwardPlace): Promise<void> {
    const { store, clock, target } = this.#parts
    this.#savedAt = clock.now()
    const isSame = place.arrival === this.#saved.arrival && place.incidentChange === this.#saved.incidentChange
    if (isSame && this.#sent === 0 && this.#isNoted) return
    const now = Math.floor(clock.now() / 1000)
    await store.change(noteForwarding, { name: target.name, ...place, sent: this.#sent, fault: null, now })
    this.#isNoted = true
    this.#saved = place
    this.#sent = 0
  }
}
