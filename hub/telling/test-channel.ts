import { alertChannelsOf } from '../config/alerts/alert-settings.ts'
import type { HubConfig } from '../config/load.ts'
import { addTestAlert } from '../store/change/add-test-alert.ts'
import { noteReceipts } from '../store/change/note-receipts.ts'
import type { Actor } from '../store/note-audit.ts'
import type { Store } from '../store/store.ts'
import { attempt } from './attempt.ts'
import { openChannel } from './open-channel.ts'

/** What became of a test for one recipient. */
export interface TestReceipt {
  readonly recipient: string
  readonly delivered: boolean
  /** What was said, or went wrong, and what to do. */
  readonly answer: string
}

/** Who tests which channel, and when, in milliseconds. */
export interface ChannelTest {
  readonly store: Store
  readonly config: HubConfig
  readonly now: () => number
  readonly by: Actor
  readonly signal: AbortSignal
}

/** Sends a test over a channel, once, and keeps the receipts; undefined if there is no such channel. */
export async function testChannel(name: string, test: ChannelTest): Promise<readonly TestReceipt[] | undefined> {
  const { store, config, by, now, signal } = test
  const channel = alertChannelsOf(config).find((each) => each.name === name)
  const settings = config.alerts.channels[name]
  if (channel === undefined || settings === undefined) return undefined
  const seconds = (): number => Math.floor(now() / 1000)
  const claim = await store.change(addTestAlert, { channel, now: seconds(), by })
  const trying = { now, trusts: () => Promise.resolve(false), random: () => 0, signal }
  const outcomes = await attempt(await openChannel(name, settings), claim, trying)
  const receipts = outcomes.map(({ noted }) =>
    noted.state === 'waiting' ? ({ ...noted, state: 'given_up', due: null } as const) : noted,
  )
  await store.change(noteReceipts, { now: seconds(), receipts })
  return outcomes.map(({ delivery, noted }) => ({
    recipient: delivery.recipient,
    delivered: noted.state === 'delivered',
    answer: noted.answer,
  }))
}
