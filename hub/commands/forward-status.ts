import { counted } from '../../lib/terminal/count.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { ForwardTarget } from '../config/forward-schema.ts'
import { everyForwarding } from '../store/ask/every-forwarding.ts'
import { newestArrival } from '../store/ask/newest-arrival.ts'
import type { KeptForwarding } from '../store/forwarding-table.ts'
import type { Store } from '../store/store.ts'

/** How far a configured server of syslog is. */
export interface ForwardStatus extends KeptForwarding {
  /** How many arrivals it does not have for sure. */
  readonly behind: number
}

/** How far the configured servers of syslog are; one that was never connected is missing. */
export async function forwardStatus(
  store: Pick<Store, 'ask'>,
  targets: readonly ForwardTarget[],
): Promise<readonly ForwardStatus[]> {
  const newest = await store.ask(newestArrival, null)
  const rows = await store.ask(everyForwarding, null)
  return rows
    .filter(({ name }) => targets.some((target) => target.name === name))
    .map((row) => Object.assign({ behind: Math.max(0, newest - row.arrival) }, row))
}

/** What is wrong, one sentence each. */
export function forwardWarnings(all: readonly ForwardStatus[]): readonly string[] {
  return all.flatMap(({ name, fault, fault_since: since }) =>
    fault === null ? [] : [plainText(`Nothing goes to forward ${name} since ${isoTime(since ?? 0)}. ${fault}`)],
  )
}

/** The same as rows of a table. */
export function forwardRows(all: readonly ForwardStatus[]): string[][] {
  return all.map(({ name, sent, sent_at: at, missed, behind }) => {
    const last = at === null ? '' : `, the last at ${isoTime(at)}`
    const lost = missed === 0 ? '' : `, ${missed.toLocaleString('en')} missed`
    return [`Forward ${name}`, `${sent.toLocaleString('en')} sent${last}${lost}, ${counted(behind, 'arrival')} behind`]
  })
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '')
}
