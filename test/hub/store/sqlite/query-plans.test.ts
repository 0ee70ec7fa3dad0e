import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { evidenceOf } from '../../../../hub/incidents/evidence.ts'
import type { HeardEvent } from '../../../../hub/incidents/heard-event.ts'
import { arrivedEvents } from '../../../../hub/store/ask/arrived-events.ts'
import { assessedEvents } from '../../../../hub/store/ask/assessed-events.ts'
import { channelStates } from '../../../../hub/store/ask/channel-states.ts'
import { eventAt } from '../../../../hub/store/ask/event-at.ts'
import { facetCounts } from '../../../../hub/store/ask/facet-counts.ts'
import { fleetMinute } from '../../../../hub/store/ask/fleet-minute.ts'
import { type AlertFilter, foundAlerts } from '../../../../hub/store/ask/found-alerts.ts'
import { foundEvents } from '../../../../hub/store/ask/found-events.ts'
import { foundIncidents, type IncidentFilter } from '../../../../hub/store/ask/found-incidents.ts'
import { judgingLag } from '../../../../hub/store/ask/judging-lag.ts'
import { keysWithIncidents } from '../../../../hub/store/ask/keys-with-incidents.ts'
import { newestEvents } from '../../../../hub/store/ask/newest-events.ts'
import { nextArrivals } from '../../../../hub/store/ask/next-arrivals.ts'
import { outboxState } from '../../../../hub/store/ask/outbox-state.ts'
import { summedTotals } from '../../../../hub/store/ask/summed-totals.ts'
import { surroundingEvents } from '../../../../hub/store/ask/surrounding-events.ts'
import { forgetTotals } from '../../../../hub/store/change/forget-totals.ts'
import { earlierEvidence } from '../../../../hub/store/judging/earlier-evidence.ts'
import type { Sought } from '../../../../hub/store/sought.ts'
import { databaseFile } from '../../../../hub/store/sqlite/sqlite-connection.ts'
import { sqliteKysely } from '../../../../hub/store/sqlite/sqlite-kysely.ts'
import { SqliteStore } from '../../../../hub/store/sqlite/sqlite-store.ts'
import type { Tables } from '../../../../hub/store/tables.ts'
import { heard } from '../../../support/incident-evidence.ts'
import { agentIn, arrivalOf, eventOf } from '../../../support/kept-events.ts'
import { NOW } from '../../../support/stores.ts'

const DAY = 86_400

interface Planned {
  readonly plansOf: (filter: object) => Promise<string[]>
  /** Of any question. */
  readonly plansFor: (ask: (db: Kysely<Tables>) => Promise<unknown>) => Promise<string[]>
}

/** A store of so many days, as a connection that notes how it finds what it is asked. */
async function planned(t: TestContext, days: number): Promise<Planned> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-store-'))
  t.after(() => rm(folder, { recursive: true }))
  const store = new SqliteStore({ folder })
  await store.prepare(NOW)
  const agent = await agentIn(store)
  const times = Array.from({ length: days }, (_, day) => NOW - day * DAY)
  await store.keep(
    arrivalOf(
      agent,
      times.map((time) => eventOf(agent, `at ${time}`, { time, severity: 4 })),
    ),
  )
  await store.close()
  const database = new DatabaseSync(databaseFile(folder))
  t.after(() => database.close())
  const prepare = database.prepare.bind(database)
  const plans = new Set<string>()
  database.prepare = (text) => {
    const bound = text.replaceAll('?', '0')
    for (const { detail } of prepare(`explain query plan ${bound}`).all())
      plans.add(
        String(detail)
          .replace(/event_\d{8}/g, 'DAY')
          .replace(/event_other/g, 'OTHER'),
      )
    return prepare(text)
  }
  const db = sqliteKysely(database)
  const plansFor: Planned['plansFor'] = async (ask) => {
    plans.clear()
    await ask(db)
    return [...plans].filter((plan) => /SCAN|SEARCH|ORDER BY/.test(plan))
  }
  return {
    plansFor,
    plansOf: async (filter) => {
      plans.clear()
      const found = await newestEvents.run(db, { ...filter, limit: 100 })
      assert.equal(found.length, Math.min(days, 100))
      return [...plans].filter((plan) => /SCAN|SEARCH|ORDER BY/.test(plan))
    },
  }
}

/** What is asked, and the index of each segment that answers. */
const ASKED: readonly (readonly [filter: object, index: string])[] = [
  [{}, 'time'],
  [{ before: { time: NOW + DAY, id: '' } }, 'time'],
  [{ agent: 1 }, 'agent'],
  [{ agent: 1, context: 0 }, 'agent'],
  [{ agent: 1, kinds: [0] }, 'kind'],
  [{ agent: 1, kinds: [0], context: 0 }, 'agent'],
  [{ minSeverity: 1 }, 'low'],
  [{ minSeverity: 2 }, 'low'],
  [{ minSeverity: 3 }, 'high'],
  [{ minSeverity: 4, agent: 1, kinds: [0], from: 1 }, 'high'],
  [{ severities: [4] }, 'high'],
  [{ severities: [3, 4], agent: 1 }, 'high'],
  [{ severities: [1, 4] }, 'low'],
  [{ severities: [0, 4] }, 'time'],
  [{ kinds: [0] }, 'kind'],
  [{ kinds: [0, 1, 2] }, 'kind'],
  [{ mailbox: 'ann@example.com' }, 'mailbox'],
  [{ mailbox: 'ann@example.com', kinds: [0, 1], from: 1 }, 'mailbox'],
  [{ mailbox: 'ann@example.com', kinds: [0], agent: 1, minSeverity: 3 }, 'mailbox'],
  [{ ip: '192.0.2.7' }, 'ip'],
]

test('the newest events are found by an index of each segment, in order, with any one filter', async (t) => {
  const { plansOf } = await planned(t, 93)
  for (const [filter, index] of ASKED) {
    const plans = await plansOf(filter)
    for (const plan of plans)
      assert.match(
        plan,
        new RegExp(
          `^(?:SCAN|SEARCH) (DAY|OTHER) USING INDEX \\1_${index}\\b|^USE TEMP B-TREE FOR LAST TERM OF ORDER BY$|^SEARCH event_hour USING INDEX `,
        ),
        JSON.stringify(filter),
      )
  }
})

test('as many days as ever get a segment can be asked at once; older ones share one', async (t) => {
  const { plansOf } = await planned(t, 1000)
  await plansOf({})
})

test('what the API asks besides reads no more of a segment than an index gives', async (t) => {
  const { plansFor } = await planned(t, 93)
  const [around, limit] = [{ time: NOW, id: 'x' }, 100]
  const asked: Readonly<Record<string, (db: Kysely<Tables>) => Promise<unknown>>> = {
    time: (db) => foundEvents.run(db, { sought: { text: 'ann' }, limit, most: 20_000 }),
    arrival: (db) => arrivedEvents.run(db, { after: 0, upTo: 20, agent: 1, kinds: [0], minSeverity: 3 }),
    agent: (db) => surroundingEvents.run(db, { around, seconds: 900, limit, agent: 1 }),
    mailbox: (db) => surroundingEvents.run(db, { around, seconds: 900, limit, mailbox: 'ann@example.com' }),
    id: (db) => eventAt.run(db, around),
  }
  for (const [index, ask] of Object.entries(asked)) {
    const own = index === 'id' ? 'sqlite_autoindex_\\1_1' : `\\1_${index}`
    const fine = `^(?:SCAN|SEARCH) (DAY|OTHER) USING (?:COVERING )?INDEX ${own}\\b|^USE TEMP B-TREE FOR LAST`
    for (const plan of await plansFor(ask)) assert.match(plan, new RegExp(fine))
  }
  const found: readonly (readonly [index: string, sought: Sought])[] = [
    ['time', { traits: { service: [9], network: ['192.0.2.0/24'] }, without: { network: ['2001:db8::/64'] } }],
    ['kind', { traits: { recipient: ['thief@example.net'] } }],
  ]
  for (const [index, sought] of found)
    for (const plan of await plansFor((db) => foundEvents.run(db, { sought, limit, most: 20_000 })))
      assert.match(
        plan,
        new RegExp(`^(?:SCAN|SEARCH) (DAY|OTHER) USING (?:COVERING )?INDEX \\1_${index}\\b|^USE TEMP B-TREE FOR LAST`),
      )
  for (const plan of await plansFor((db) => facetCounts.run(db, { most: 1, top: 50 })))
    assert.match(
      plan,
      /^(?:SCAN|SEARCH) (DAY|OTHER) USING (?:COVERING )?INDEX \1_time\b|TEMP B-TREE|(?:fitting|newest|of_\w+)$/,
    )
  const assessed = await plansFor((db) => assessedEvents.run(db, { value: 'confirmed_malicious', limit }))
  assert.deepEqual(assessed, ['SEARCH assessment USING COVERING INDEX assessment_value (value=?)'])
})

test('what judging reads is found by an index of each segment', async (t) => {
  const { plansFor } = await planned(t, 93)
  const ofArrivals = await plansFor((db) => nextArrivals.run(db, { after: 0, kinds: [0, 1], enough: 9 }))
  const lag = await plansFor((db) => judgingLag.run(db, null))
  for (const plan of [...ofArrivals, ...lag].filter((each) => /DAY|OTHER|ORDER/.test(each)))
    assert.match(plan, /^(?:SCAN|SEARCH) (DAY|OTHER) USING INDEX \1_arrival\b/)
  const before = async (kind: string, fields: Partial<HeardEvent>): Promise<readonly string[]> => {
    const opening = evidenceOf(heard(kind, fields)).find(({ part }) => part === 'opens')
    assert.ok(opening)
    const plans = await plansFor((db) => earlierEvidence(db, opening, { upTo: 9, after: 0 }))
    return plans.filter((plan) => /DAY|OTHER/.test(plan))
  }
  const network = { ip: null, fields: { network: '192.0.2.0/24' } }
  for (const plan of [...(await before('login_burst', {})), ...(await before('login_burst', network))])
    assert.match(plan, /^SEARCH (DAY|OTHER) USING INDEX \1_ip\b/)
  for (const plan of await before('mailbox_takeover', {}))
    assert.match(plan, /^SEARCH (DAY|OTHER) USING INDEX \1_mailbox\b/)
  const keys = await plansFor((db) => keysWithIncidents.run(db, ['192.0.2.7', 'ann@example.com']))
  assert.match(keys.join(), /^SEARCH incident USING (?:COVERING )?INDEX incident_subject_of \(subject=\?\)/)
})

test('what the outbox asks every few seconds it finds by indexes of what is due, or waits', async (t) => {
  const { plansFor } = await planned(t, 1)
  const plans = await plansFor((db) => outboxState.run(db, NOW))
  assert.ok(plans.length > 0)
  assert.deepEqual(
    plans.filter((plan) => !/INDEX (?:alert_thread_due|delivery_due)\b|INDEX delivery_state |TEMP B-TREE/.test(plan)),
    [],
  )
})

test('messages by state, channel and rule, and how channels fare, are found by indexes in their order', async (t) => {
  const { plansFor } = await planned(t, 1)
  const plansOf = async (filter: Partial<AlertFilter>): Promise<readonly string[]> => {
    const plans = await plansFor((db) => foundAlerts.run(db, { limit: 10, ...filter }))
    // What belongs to those that were found is the same for each filter.
    return plans.filter((plan) => / (?:alert|delivery) /.test(plan) && !plan.includes('delivery_alert'))
  }
  const byState = 'SEARCH delivery USING COVERING INDEX delivery_state (state=?)'
  const byNumber = 'SEARCH alert USING INTEGER PRIMARY KEY (rowid=?)'
  assert.deepEqual(await plansOf({ state: 'refused' }), [byState, byNumber])
  // What was asked like this before is not planned again.
  assert.deepEqual(await plansOf({ state: 'refused', before: 9 }), [byState.replace('?)', '? AND alert<?)')])
  const ofChannel = 'SEARCH delivery USING COVERING INDEX delivery_of_channel (channel=? AND state=?)'
  assert.deepEqual(await plansOf({ channel: 'staff' }), [ofChannel])
  assert.deepEqual(await plansOf({ rule: 'all' }), ['SEARCH alert USING INDEX alert_of_rule (rule=?)'])
  const states = await plansFor((db) => channelStates.run(db, { channels: ['staff'], since: 1 }))
  assert.deepEqual(
    states.filter(
      (plan) => !/INDEX (?:delivery_of_channel|delivery_state|alert_made)|PRIMARY KEY|TEMP B-TREE/.test(plan),
    ),
    [],
  )
})

test('live incidents, and those of a person, are found by indexes that have only them', async (t) => {
  const { plansFor } = await planned(t, 1)
  const plansOf = (filter: Partial<IncidentFilter>): Promise<string[]> =>
    plansFor((db) => foundIncidents.run(db, { order: 'updated', limit: 10, ...filter }))
  const live = { states: ['open', 'contained'] }
  assert.deepEqual(await plansOf(live), ['SCAN incident USING INDEX incident_live'])
  assert.deepEqual(await plansOf({ ...live, before: { rank: NOW, id: 9 } }), [
    'SEARCH incident USING INDEX incident_live (updated<?)',
  ])
  assert.deepEqual(await plansOf({ ...live, order: 'opened' }), ['SCAN incident USING INDEX incident_live_opened'])
  assert.deepEqual(await plansOf({ assignee: 'anna' }), ['SEARCH incident USING INDEX incident_assignee (assignee=?)'])
})

test('totals are found by their key, and what is old by when it came or was', async (t) => {
  const { plansFor } = await planned(t, 1)
  const segment = (): string => ''
  const plans = [
    ...(await plansFor((db) => forgetTotals.run(db, { minutes: NOW, totals: NOW }, segment))),
    ...(await plansFor((db) => fleetMinute.run(db, NOW))),
    ...(await plansFor((db) =>
      summedTotals.run(db, { kind: 'traffic', step: 60, from: 0, until: NOW, agents: [1, 2] }),
    )),
  ]
  const ofTotals = plans.filter((plan) => plan.includes('totals'))
  for (const plan of ofTotals)
    assert.match(
      plan,
      /^SEARCH totals (?:EXISTS )?USING (?:COVERING )?INDEX (?:totals_(?:received|start)|sqlite_autoindex_totals_1) /,
    )
  for (const index of ['totals_received', 'totals_start', 'sqlite_autoindex_totals_1'])
    assert.ok(
      ofTotals.some((plan) => plan.includes(index)),
      index,
    )
})
