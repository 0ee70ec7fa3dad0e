import type { Tell } from '../../lib/notice/notice.ts'
import type { Channel } from '../../lib/notify/channel.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { alertChannelsOf, alertRulesOf } from '../config/alerts/alert-settings.ts'
import type { HubConfig } from '../config/load.ts'
import type { GeoPlaces } from '../places/geo-places.ts'
import { placeWords } from '../places/place-words.ts'
import type { HubCounts } from '../samples/hub-counts.ts'
import { addressesToTell } from '../store/ask/addresses-to-tell.ts'
import { outboxState, type OutboxState } from '../store/ask/outbox-state.ts'
import { bringBackDue } from '../store/change/bring-back-due.ts'
import { type Claim, claimDeliveries } from '../store/change/claim-deliveries.ts'
import { joinHeld } from '../store/change/join-held.ts'
import { type NotedReceipt, noteReceipts } from '../store/change/note-receipts.ts'
import { tellDue } from '../store/change/tell-due.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import type { TrustedClock } from '../store/trusted-clock.ts'
import { attempt, type TriedDelivery } from './attempt.ts'
import { tellingNotices } from './notices.ts'
import { type ChannelSettings, openChannel } from './open-channel.ts'

/** How many messages are sent at the same time; over one channel only one, so that they arrive in order. */
const MOST = 8

/** How long tries under way may still take when the hub stops, in milliseconds. */
const GRACE = 10_000

/** How often it is looked for what a clock that was ahead put off, in seconds. */
const BRING_BACK_EVERY = 600

/** What the outbox works with. */
export interface OutboxParts {
  readonly store: Store
  readonly clock: Pick<Clock, 'now'>
  /** Says whether the clock may be believed; absent: it is. */
  readonly trustedClock?: Pick<TrustedClock, 'trusts'>
  readonly config: () => HubConfig
  readonly counts: HubCounts
  readonly places: Pick<GeoPlaces, 'isEmpty' | 'placeOf'>
  readonly tell: Tell
  readonly open?: (name: string, settings: ChannelSettings) => Promise<Channel>
}

/** Makes messages from what is due, and sends them. A slow channel does not keep others waiting. */
export class Outbox {
  readonly #parts: OutboxParts
  /** The tries under way, by channel. */
  readonly #flying = new Map<Promise<void>, string>()
  /** What became of tries, until the store knows it. */
  readonly #unnoted = new Map<number, NotedReceipt>()
  readonly #stop = new AbortController()
  #broughtBack = -Infinity

  constructor(parts: OutboxParts) {
    this.#parts = parts
  }

  /** Makes what is due, and begins to send; returns without waiting for answers. Rejects with `StoreUnavailable`. */
  async work(signal: AbortSignal): Promise<void> {
    const { store, clock, counts } = this.#parts
    while (!signal.aborted) {
      await this.#note()
      const now = Math.floor(clock.now() / 1000)
      await this.#bringBack(now)
      const state = await store.ask(outboxState, now)
      counts.outbox = { waiting: state.waiting, oldest: state.oldest === null ? 0 : now - state.oldest }
      const isMore = await this.#makeDue(state, now)
      if (!isMore && (!state.deliveries || !(await this.#sendDue(now, signal)))) return
    }
  }

  /** Makes messages; returns whether there were any to make. On a full disk they wait, and those that are there go. */
  async #makeDue({ threads, held }: OutboxState, now: number): Promise<boolean> {
    const { store, config } = this.#parts
    const { public_url: publicUrl = null } = config()
    const [rules, channels] = [alertRulesOf(config()), alertChannelsOf(config())]
    try {
      if (threads) await store.change(tellDue, { now, rules, channels, publicUrl, places: await this.#places(now) })
      if (held) await store.change(joinHeld, { now, channels, publicUrl })
      return threads || held
    } catch (error) {
      if (error instanceof StoreUnavailable && error.reason === 'full') return false
      throw error
    }
  }

  /** Where the addresses are that are told: a change may run in another thread, which has no databases of places. */
  async #places(now: number): Promise<readonly (readonly [string, string])[]> {
    const { store, places } = this.#parts
    if (places.isEmpty) return []
    return (await store.ask(addressesToTell, now)).flatMap((ip) => {
      const words = placeWords(places.placeOf(ip))
      return words === null ? [] : [[ip, words] as const]
    })
  }

  /** Resolves when no try is under way; those that take long are ended, and made again by the next start. */
  async settled(): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(), GRACE)
    while (this.#flying.size > 0) await Promise.all(this.#flying.keys())
    clearTimeout(timer)
  }

  async #bringBack(now: number): Promise<void> {
    if (Math.abs(now - this.#broughtBack) < BRING_BACK_EVERY || !(await this.#trusts(now))) return
    const { store, config } = this.#parts
    await store.change(bringBackDue, { now, rules: alertRulesOf(config()) })
    this.#broughtBack = now
  }

  async #trusts(now: number): Promise<boolean> {
    return (await this.#parts.trustedClock?.trusts(now)) !== false
  }

  /** Begins to send what is due over channels that send nothing; returns whether there was anything. */
  async #sendDue(now: number, signal: AbortSignal): Promise<boolean> {
    const busy = [...this.#flying.values()]
    const free = Object.keys(this.#parts.config().alerts.channels).filter((name) => !busy.includes(name))
    if (busy.length >= MOST) return false
    const claims = await this.#claim(now, free, MOST - busy.length)
    for (const claim of claims) {
      const sending = this.#sendAll(claim, signal).finally(() => this.#flying.delete(sending))
      this.#flying.set(sending, claim.channel)
    }
    return claims.length > 0
  }

  #claim(now: number, free: readonly string[], most: number): Promise<readonly Claim[]> {
    const { store, config } = this.#parts
    const { channels } = config().alerts
    const timeouts = Object.values(channels).map(({ mail, webhook }) => (mail ?? webhook)?.timeout ?? 0)
    const hold = Math.ceil(Math.max(0, ...timeouts) / 1000) + 60
    return store.change(claimDeliveries, { now, channels: Object.keys(channels), free, hold, most })
  }

  /** Sends a message, and after it what else is due over its channel. Never rejects. */
  async #sendAll(first: Claim, signal: AbortSignal): Promise<void> {
    const { clock, tell } = this.#parts
    try {
      for (let claim: Claim | undefined = first; claim !== undefined;) {
        await this.#send(claim)
        if (signal.aborted) return
        ;[claim] = await this.#claim(Math.floor(clock.now() / 1000), [claim.channel], 1)
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) tell(tellingNotices.failed(error))
    }
  }

  async #send(claim: Claim): Promise<void> {
    const { clock, config, open = openChannel } = this.#parts
    const settings = config().alerts.channels[claim.channel]
    // It was taken away just now: the next claim gives it up.
    if (settings === undefined) return
    const channel = await open(claim.channel, settings)
    const trusts = (now: number): Promise<boolean> => this.#trusts(now)
    const trying = { now: () => clock.now(), trusts, random: Math.random, signal: this.#stop.signal }
    const outcomes = await attempt(channel, claim, trying)
    for (const { noted } of outcomes) this.#unnoted.set(noted.id, noted)
    for (const outcome of outcomes) this.#count(claim.channel, outcome)
    await this.#note()
  }

  /** While the store is away receipts wait here: what was delivered is not to be sent again. */
  async #note(): Promise<void> {
    const { store, clock } = this.#parts
    const receipts = [...this.#unnoted.values()]
    if (receipts.length === 0) return
    await store.change(noteReceipts, { now: Math.floor(clock.now() / 1000), receipts })
    for (const { id } of receipts) this.#unnoted.delete(id)
  }

  #count(channel: string, { noted: { state, answer }, delivery: { recipient } }: TriedDelivery): void {
    const { counts, tell } = this.#parts
    counts.tried(channel, state)
    if (state === 'refused') tell(tellingNotices.refused(channel, recipient, answer))
    else if (state === 'given_up') tell(tellingNotices.givenUp(channel, recipient, answer))
    else if (state === 'waiting' && !this.#stop.signal.aborted)
      tell(tellingNotices.tryFailed(channel, recipient, answer))
  }
}
