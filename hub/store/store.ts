import type { Kysely } from 'kysely'
import type { NextArrivals, WantedArrivals } from './arrivals-in-order.ts'
import type { NewEvent, Tables } from './tables.ts'

/**
 * What the hub keeps, in one of two stores: embedded (SQLite) or PostgreSQL. Questions and changes are written once and
 * run on both. Every method rejects with `StoreUnavailable` if the store cannot answer now.
 */
export interface Store {
  /** How often a transaction was run again since the start, as it collided with another; absent where none can. */
  readonly collisions?: number
  /** What it committed last, as far as it remembers; absent where it does not. */
  readonly recent?: {
    next(wanted: WantedArrivals): NextArrivals | undefined
    /** Aborts with the other signal, or before it remembers so much that it has to forget. */
    untilMany(signal: AbortSignal): AbortSignal
  }
  /**
   * Asks a question; sees all that was committed before. A long one that still waits for others when the signal aborts
   * is not asked, and rejects with its reason.
   */
  ask<Input, Output>(question: Question<Input, Output>, input: NoInfer<Input>, signal?: AbortSignal): Promise<Output>
  /** Makes a change in one transaction; it is durable when this resolves. */
  change<Input, Output>(change: Change<Input, Output>, input: NoInfer<Input>): Promise<Output>
  /** Keeps what a report brought; durable when this resolves. Reports that wait at the same time share a commit. */
  keep(arrival: Arrival): Promise<Kept>
  /** Overwrites some of what deleted rows left in the files. */
  scrub(): Promise<Scrubbed>
  close(): Promise<void>
}

/** Whether deleted rows have left nothing in a store's files: not yet, so that it is asked again; or only partly. */
export type Scrubbed = 'more' | 'done' | 'partly'

/** A store with what retention does. */
export interface KeptStore extends Store {
  /** Drops the events of UTC days before the one that begins at this second; returns how many days. */
  dropBefore(day: number): Promise<number>
  /** Makes room for the days that come, so that no report waits for it. */
  prepareDays(now: number): Promise<void>
}

/** Bytes that a store takes, and bytes that further rows may take; undefined if only its server knows. */
export interface StoreSpace {
  readonly taken: number
  readonly free?: number
}

/** A question. Input and output are plain data, as both may cross threads. Listed in `questions.ts`. */
export interface Question<Input, Output> {
  readonly name: string
  /** Present if it reads from the tables of some days: none of them goes until it is answered. */
  readonly isOfDays?: true
  /** Present if it can read thousands of rows: what people and agents wait for meanwhile does not wait for it. */
  readonly isLong?: true
  run(db: Kysely<Tables>, input: Input, segmentOf?: SegmentOf): Promise<Output>
}

/**
 * The table that has the events of a time: those that change single events must name it, and many small questions in
 * one are faster by it. `event` has all.
 */
export type SegmentOf = (time: number) => string

/** A change, in the same terms; it may run again if it collides with another. Listed in `changes.ts`. */
export interface Change<Input, Output> {
  readonly name: string
  /** Present if it adds as much as others cause: it waits while the disk has no more than the reserve. */
  readonly isBulky?: true
  /** Present if it keeps what agents bring: it waits as long as reports do. */
  readonly isBrought?: true
  run(db: Kysely<Tables>, input: Input, segmentOf: SegmentOf): Promise<Output>
}

/** What one report brought. */
export interface Arrival {
  readonly agent: number
  /** In seconds since 1970-01-01T00:00:00Z. */
  readonly received: number
  readonly events: readonly NewEvent[]
  readonly quarantined: readonly Quarantined[]
  /** How many events were older than what is kept. */
  readonly stale: number
  /** When kinds were seen in logs, as far as the events say. */
  readonly seen?: readonly SeenKind[]
  /** What the hub itself tells of this host. */
  readonly told?: readonly NewEvent[]
  /** Present if nothing came from the agent: the hub alone tells. */
  readonly isOwn?: true
}

/** The latest time at which an agent told a kind of a log, the empty text for none. */
export interface SeenKind {
  readonly kind: number
  readonly log: string
  readonly time: number
}

/** An entry that is no event, or not one of this agent. */
export interface Quarantined {
  readonly reason: 'foreign_host' | 'invalid' | 'unknown_kind'
  /** One sentence. */
  readonly detail: string
  /** As JSON, cut. */
  readonly entry: string
}

/** What became of an arrival. */
export interface Kept {
  /** The number of the commit. */
  readonly arrival: number
  /** For each event that came whether it was new. */
  readonly isNew: readonly boolean[]
  /** Present if the commit holds events that did not come so: the hub's own, or such as got another id. */
  readonly isAltered?: true
}

/** Why a store cannot answer now; `gone`: its files were removed, replaced or unmounted. */
export type Unavailability = 'full' | 'busy' | 'away' | 'gone'

/** The store cannot answer now: its disk is full, too much waits for it, or its database is out of reach or gone. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly reason: Unavailability

  constructor(reason: Unavailability, options?: ErrorOptions) {
    super(`the store is ${reason}`, options)
    this.reason = reason
  }
}
