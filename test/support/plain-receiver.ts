import { apiNotices } from '../../agent/receivers/notices.ts'
import type { Receiver, Sendable } from '../../agent/receivers/receiver.ts'

/** A receiver that gets reports as they are sealed. Its outages are told like those of the API. */
export function plainReceiver(
  send: (report: Sendable, signal: AbortSignal) => ReturnType<Receiver<Sendable>['send']>,
  change: Partial<Receiver<Sendable>> = {},
): Receiver<Sendable> {
  return { name: 'plain', notices: apiNotices, project: (report) => report, send, close: () => undefined, ...change }
}
