import { randomUUID } from 'node:crypto'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { backoff } from '../../lib/time/backoff.ts'
import type { ForwardTarget } from '../config/forward-schema.ts'
import type { HubCounts } from '../samples/hub-counts.ts'
import { beginForwarding } from '../store/change/begin-forwarding.ts'
import { endLease } from '../store/change/end-lease.ts'
import { noteForwarding } from '../store/change/note-forwarding.ts'
import { takeLease } from '../store/change/take-lease.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { forwardFailure } from './forward-failure.ts'
import { ForwardSession } from './forward-session.ts'
import { forwardingNotices } from './notices.ts'
import { SyslogConnection } from './syslog-connection.ts'

/** How long the lease lasts, in seconds; how often it is renewed, and asked for by others, in milliseconds. */
const [LEASE, RENEWAL] = [60, 20_000]

/** What forwarding needs. */
export interface ForwardingParts {
  readonly store: Store
  readonly clock: Clock
  readonly tell: Tell
  readonly counts: HubCounts
}

/**
 * Until the signal aborts: sends a server of syslog what it is to get. Of several hubs on one store the one with the
 * lease does; if two do, messages come twice. Never rejects.
 */
export async function forwardTo(target: ForwardTarget, parts: ForwardingParts, signal: AbortSignal): Promise<void> {
  const { store, clock, tell, counts } = parts
  const { name } = target
  const lease = { name: `forward ${name}`, holder: randomUUID() }
  let heldAt = -Infinity
  const holds = async (): Promise<boolean> => {
    if (clock.now() >= heldAt && clock.now() - heldAt < RENEWAL) return true
    heldAt = (await store.change(takeLease, { ...lease, seconds: LEASE })) ? clock.now() : -Infinity
    return heldAt !== -Infinity
  }
  let failures = 0
  const onSettled = (): void => {
    if (failures > 1) tell(forwardingNotices.restored(name))
    failures = 0
  }
  while (!signal.aborted) {
    try {
      if (await holds()) await connected(target, parts, { holds, onSettled, signal })
      else await clock.sleep(RENEWAL, signal)
    } catch (error) {
      if (signal.aborted) break
      if (error instanceof StoreUnavailable) {
        await clock.sleep(RENEWAL, signal)
        continue
      }
      failures += 1
      counts.forwardFailed(name)
      const reason = forwardFailure(name, error)
      // One end of a connection is no fault: servers restart.
      if (failures === 2) tell(forwardingNotices.failed(name, reason))
      if (failures > 1) await noteFault(parts, name, reason)
      await clock.sleep(backoff(failures, Math.random), signal)
    }
  }
  await store.change(endLease, lease).catch(() => undefined)
}

interface SessionWish {
  readonly holds: () => Promise<boolean>
  readonly onSettled: () => void
  readonly signal: AbortSignal
}

async function connected(
  target: ForwardTarget,
  parts: ForwardingParts,
  { holds, onSettled, signal }: SessionWish,
): Promise<void> {
  const begun = await parts.store.change(beginForwarding, target.name)
  const place = { arrival: begun.arrival, incidentChange: begun.incident_change }
  const connection = await SyslogConnection.open(target, signal)
  parts.counts.forwardConnected(target.name, true)
  try {
    await new ForwardSession({ ...parts, target, connection, holds, onSettled }, place).run(signal)
  } finally {
    parts.counts.forwardConnected(target.name, false)
    connection.close()
  }
}

async function noteFault({ store, clock }: ForwardingParts, name: string, fault: string): Promise<void> {
  try {
    const { arrival, incident_change: incidentChange } = await store.change(beginForwarding, name)
    const now = Math.floor(clock.now() / 1000)
    await store.change(noteForwarding, { name, arrival, incidentChange, sent: 0, fault, now })
  } catch {
    // A store that is away has no room for it.
  }
}
