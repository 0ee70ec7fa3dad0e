import type { Wish } from '../../lib/event/wish.ts'

/** Whatever gets events, with a place of its own in the spool: first of all, which events that are. */
export interface Destination extends Wish {
  /** `api` for `transmission`; otherwise chosen by the operator. */
  readonly name: string
  /** Its section: `transmission`, `receivers.hub`, `alerts.ops`. */
  readonly option: string
  /** Whether anything is sent. */
  readonly enabled: boolean
}
