import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { KeptDelivery } from '../alert-tables.ts'
import type { Question } from '../store.ts'
import type { Tables } from '../tables.ts'

/** How messages over a channel fare. */
export interface ChannelState {
  readonly channel: string
  /** How many messages wait to be sent, of these how many failed before, and how many are collected. */
  readonly waiting: number
  readonly failing: number
  readonly held: number
  /** How many were delivered since a time, and how many never will be; tests are not counted. */
  readonly delivered: number
  readonly failed: number
  /** The newest that was delivered, and the newest that was not, or not yet. */
  readonly success: KeptDelivery | null
  readonly failure: KeptDelivery | null
}

/** How messages over channels fare, and how many were delivered since a time over any of them. */
export interface ChannelStates {
  readonly channels: readonly ChannelState[]
  readonly delivered: number
}

/** How messages over these channels fare, with counts since a time, in seconds. */
export const channelStates: Question<{ channels: readonly string[]; since: number }, ChannelStates> = {
  name: 'channel-states',
  run: async (db, { channels: names, since }) => {
    const first = db.selectFrom('alert').select('id').where('made', '>=', since).orderBy('made').orderBy('id').limit(1)
    const from = (await first.executeTakeFirst())?.id ?? Number.MAX_SAFE_INTEGER
    const channels: ChannelState[] = []
    for (const name of names) channels.push(await stateOf(db, name, from))
    return { channels, delivered: await counted(db.selectFrom('delivery'), ['delivered'], from) }
  },
}

type Deliveries = SelectQueryBuilder<Tables, 'delivery', object>

/** How many messages have a delivery in one of these states, from a number on; tests are not counted. */
async function counted(deliveries: Deliveries, states: readonly string[], from: number): Promise<number> {
  const told = deliveries.innerJoin('alert', 'alert.id', 'delivery.alert').where('reason', '!=', 'test')
  const query = told.select(sql<number>`count(distinct delivery.alert)`.as('count')).where('state', 'in', states)
  return (await query.where('delivery.alert', '>=', from).executeTakeFirstOrThrow()).count
}

async function stateOf(db: Kysely<Tables>, channel: string, from: number): Promise<ChannelState> {
  const deliveries = db.selectFrom('delivery').where('channel', '=', channel)
  const count = (states: readonly string[], since: number): Promise<number> => counted(deliveries, states, since)
  const newest = (state: string): Promise<KeptDelivery | undefined> =>
    deliveries.selectAll().where('state', '=', state).orderBy('alert', 'desc').limit(1).executeTakeFirst()
  const tried = await deliveries
    .selectAll()
    .where('state', '=', 'waiting')
    .where('answer', '!=', '')
    .orderBy('tried', 'desc')
    .limit(100)
    .execute()
  const failures = [tried[0], await newest('refused'), await newest('given_up')]
  const last = failures.filter((each) => each !== undefined).toSorted((one, other) => triedAt(other) - triedAt(one))
  return {
    channel,
    waiting: await count(['waiting'], 0),
    failing: new Set(tried.map(({ alert }) => alert)).size,
    held: await count(['held'], 0),
    delivered: await count(['delivered'], from),
    failed: await count(['refused', 'given_up'], from),
    success: (await newest('delivered')) ?? null,
    failure: last[0] ?? null,
  }
}

function triedAt({ tried }: KeptDelivery): number {
  return tried ?? 0
}
