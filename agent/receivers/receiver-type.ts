import type { Entry } from '../../lib/event/entry.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Config, DeliveryConfig } from '../config/config.ts'
import type { Receiver } from './receiver.ts'

/** What a receiver is opened with. */
export interface OpenParts {
  /** Whether it gets an event. */
  readonly wants: (entry: Entry) => boolean
  readonly tell: Tell
  /** Milliseconds by a clock that never steps. */
  readonly elapsed: () => number
  /** The root of the spool; what is remembered of the receiver stands in `receivers/<name>` there. */
  readonly root: string
}

/** Opens a receiver whose configuration is complete; its projection is its own affair. */
export type Open = (parts: OpenParts) => Promise<Receiver<unknown>>

/** One type of receiver: how its configuration becomes one. */
export interface ReceiverType<C extends DeliveryConfig> {
  /** Where its reports go, as the notice of a start says it. */
  address(receiver: C): string
  /**
   * Reads the files that its configuration names; throws `ActionNeeded` where one is missing or wrong. What is heavy is
   * loaded here, by an `import()`.
   */
  prepare(receiver: C, config: Pick<Config, 'host'>): Promise<Open>
}
