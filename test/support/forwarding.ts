import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { ForwardTarget } from '../../hub/config/forward-schema.ts'
import { forwardTo } from '../../hub/forwarding/forward-to.ts'
import { HubCounts } from '../../hub/samples/hub-counts.ts'
import { everyForwarding } from '../../hub/store/ask/every-forwarding.ts'
import type { KeptForwarding } from '../../hub/store/forwarding-table.ts'
import type { Store } from '../../hub/store/store.ts'
import type { Notice } from '../../lib/notice/notice.ts'
import { NOW } from './stores.ts'

/** What forwards in a test. */
export interface Forwarding {
  readonly notices: readonly Notice[]
  readonly counts: HubCounts
  readonly stop: () => Promise<void>
}

/** Forwards until the test stops it; its seconds pass at once, or with speed 0 not at all. */
export function startForwarding(store: Store, context: TestContext, target: ForwardTarget, speed = 1): Forwarding {
  const stop = new AbortController()
  const [notices, counts]: [Notice[], HubCounts] = [[], new HubCounts()]
  let now = NOW * 1000
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds * speed
      await setImmediate()
    },
  }
  const done = forwardTo(target, { store, clock, counts, tell: (notice) => void notices.push(notice) }, stop.signal)
  const end = async (): Promise<void> => {
    stop.abort()
    await done
  }
  context.after(end)
  return { notices, counts, stop: end }
}

/** The row of the only target. */
export async function forwardingRow(store: Store): Promise<KeptForwarding | undefined> {
  return (await store.ask(everyForwarding, null))[0]
}

/** Resolves when the row of the target is so. */
export async function untilRow(store: Store, isSo: (row: KeptForwarding | undefined) => boolean): Promise<void> {
  while (!isSo(await forwardingRow(store))) await setImmediate()
}
