import assert from 'node:assert/strict'
import { foundIncidents, type IncidentFilter } from '../../../../hub/store/ask/found-incidents.ts'
import { relatedIncidents } from '../../../../hub/store/ask/related-incidents.ts'
import { addAgent } from '../../../../hub/store/change/add-agent.ts'
import { severityNumber } from '../../../../hub/store/number-words.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { BY } from '../../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'

const ATTACK = { kind: 'attack', subject_type: 'address', subject: '203.0.113.7', severity: severityNumber('low') }

/** A compromise of ann, an attack on two hosts that tried ann too, and one of bob that has ended. */
async function threeIn(store: TestedStore): Promise<readonly [ann: number, attack: number, bob: number]> {
  const credential = { identifier: 'i', digest: 'd', now: NOW, by: BY }
  await store.change(addAgent, { host: 'Web2.example.com', label: 'shared', ...credential })
  const ann = await incidentIn(store, {
    incident: { assignee: 'anna', updated: NOW + 50 },
    subjects: [{}, { type: 'host', name: 'web1.example.com' }],
  })
  const attack = await incidentIn(store, {
    incident: { ...ATTACK, state: 'contained' },
    subjects: [
      {},
      { type: 'host', name: 'web1.example.com' },
      { type: 'host', name: 'web2.example.com' },
      { type: 'address', name: '203.0.113.7' },
    ],
  })
  const bob = await incidentIn(store, {
    incident: {
      subject: 'bob@example.com',
      state: 'resolved',
      closed: NOW,
      first_step: NOW - 900,
      last_step: NOW - 800,
    },
    subjects: [{ name: 'bob@example.com' }, { type: 'address', name: '203.0.113.7' }],
  })
  return [ann, attack, bob]
}

testOnStores('incidents are found by each of their parts, the newest first', async (store) => {
  const [ann, attack, bob] = await threeIn(store)
  const found = async (filter: Partial<IncidentFilter>): Promise<readonly number[]> =>
    (await store.ask(foundIncidents, { order: 'opened', limit: 9, ...filter })).map(({ id }) => id)
  assert.deepEqual(await found({}), [bob, attack, ann])
  assert.deepEqual(await found({ states: ['open', 'contained'] }), [attack, ann])
  assert.deepEqual(await found({ kinds: ['attack'] }), [attack])
  assert.deepEqual(await found({ minSeverity: severityNumber('medium') }), [bob, ann])
  assert.deepEqual(await found({ subject: 'ann@example.com' }), [ann])
  assert.deepEqual(await found({ mailbox: 'ann@example.com' }), [attack, ann])
  assert.deepEqual(await found({ host: ['web2.example.com', 'old.example.com'] }), [attack])
  assert.deepEqual(await found({ address: '203.0.113.7' }), [bob, attack])
  assert.deepEqual(await found({ address: '203.0.113.7', mailbox: 'ann@example.com' }), [attack])
  assert.deepEqual(await found({ label: 'shared' }), [attack])
  assert.deepEqual(await found({ assignee: 'anna' }), [ann])
  assert.deepEqual(await found({ isAssigned: false }), [bob, attack])
  assert.deepEqual(await found({ until: NOW - 500 }), [bob])
  assert.deepEqual(await found({ from: NOW - 500, until: NOW }), [attack, ann])
  assert.deepEqual(await found({ order: 'updated' }), [ann, bob, attack])
  // By how much a severity matters, not by its letters.
  assert.deepEqual(await found({ order: 'severity' }), [bob, ann, attack])
})

testOnStores('pages of incidents follow each other without a gap, in any order', async (store) => {
  const ids = []
  for (const index of [0, 1, 2, 3, 4]) {
    const incident = { subject: `m${index}@example.com`, updated: NOW + (index % 2), severity: index % 3 }
    ids.push(await incidentIn(store, { incident }))
  }
  for (const order of ['opened', 'updated', 'severity'] as const) {
    const whole = await store.ask(foundIncidents, { order, limit: 9 })
    const paged = []
    for (let before = whole[0]; before !== undefined; before = paged.at(-1)) {
      if (paged.length === 0) paged.push(before)
      const { id, severity, updated } = before
      const place = { rank: order === 'severity' ? severity : updated, id }
      const page = await store.ask(foundIncidents, { order, limit: 2, before: place })
      if (page.length === 0) break
      paged.push(...page)
    }
    assert.deepEqual(paged, whole)
    assert.equal(paged.length, ids.length)
  }
})

testOnStores('related are those that share a mailbox or an address, not those of the same host', async (store) => {
  const [ann, attack, bob] = await threeIn(store)
  const related = async (incident: number): Promise<readonly number[]> =>
    (await store.ask(relatedIncidents, { incident, limit: 9 })).map(({ id }) => id)
  assert.deepEqual(await related(ann), [attack])
  assert.deepEqual(await related(attack), [bob, ann])
  assert.deepEqual(await related(bob), [attack])
})

testOnStores('related to an outage is what else is wrong with its host, not who was attacked there', async (store) => {
  await threeIn(store)
  const of = (kind: string, subject: string, host: string): Promise<number> =>
    incidentIn(store, {
      incident: { kind, subject_type: 'service', subject },
      subjects: [{ type: 'host', name: host }],
    })
  const imap = await of('outage', 'web1.example.com:imap', 'web1.example.com')
  const ends = await of('expiry', 'web1.example.com:imap', 'web1.example.com')
  await of('outage', 'web2.example.com:imap', 'web2.example.com')
  const silent = await of('blind_spot', 'web1.example.com', 'web1.example.com')
  const related = await store.ask(relatedIncidents, { incident: imap, limit: 9 })
  assert.deepEqual(
    related.map(({ id }) => id),
    [silent, ends],
  )
})
