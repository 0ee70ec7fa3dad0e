import type { Entry } from '../../lib/event/entry.ts'
import type { ClockReading } from '../../lib/http/answers/clock-reading.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Config, DeliveryConfig } from '../config/config.ts'
import type { Receiver, Sendable } from './receiver.ts'

/** What a receiver is opened with. */
export interface OpenParts {
  /** Gets what each answer shows of the server's clock. */
  readonly onClock?: ((reading: ClockReading) => void) | undefined
  /** Whether it gets an event. */
  readonly wants: (entry: Entry) => boolean
  readonly tell: Tell
  /** Milliseconds by a clock that never steps. */
  readonly elapsed: () => number
  /** The root of the spool; the receiver's state is in `receivers/<name>` there. */
  readonly root: string
}

/** Opens a receiver whose configuration is complete. */
export type Open = (parts: OpenParts) => Promise<Receiver<unknown>>

/** Something that is sent, for people. */
export interface ShownSending {
  /** Where it goes and with what, line by line; no credentials. */
  readonly head: readonly string[]
  /** Exactly what is sent, before compression. */
  readonly body: Buffer
}

/** Where a report that is shown lies. */
export interface ShownPlace {
  /** The root of the spool. */
  readonly root: string
  /** The name of this host, for reports that do not say whose they are. */
  readonly host: string
}

/** One type of receiver: how its configuration becomes one. */
export interface ReceiverType<C extends DeliveryConfig> {
  /** Where its reports go, in the words of the notice of a start. */
  address(receiver: C): string
  /**
   * Reads the files that its configuration names; throws `ActionNeeded` if one is missing or wrong. Loads heavy code
   * here, by an `import()`.
   */
  prepare(receiver: C, config: Pick<Config, 'host'>): Promise<Open>
  /** What is sent of a part of a report, one way after another; none if it gets nothing of it. Opens no credentials. */
  shown(receiver: C, part: Sendable, place: ShownPlace): Promise<readonly ShownSending[]>
}
