import assert from 'node:assert/strict'
import { foundIncidents } from '../../../hub/store/ask/found-incidents.ts'
import { toldRules } from '../../../hub/store/ask/told-rules.ts'
import { addAgent } from '../../../hub/store/change/add-agent.ts'
import { addSnooze } from '../../../hub/store/change/add-snooze.ts'
import { renameAgent } from '../../../hub/store/change/rename-agent.ts'
import { incidentIn } from '../../support/kept-incidents.ts'
import { BY } from '../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'

const RULE = { name: 'all', to: [], severity: 'info', wait: 0, every: 0, recovery: true } as const

/** Two hosts with labels, and incidents that say their names in small letters: of the first, and of both. */
async function incidentsOfTwo(store: TestedStore): Promise<readonly [first: number, both: number]> {
  const credential = { digest: 'd', now: NOW, by: BY }
  await store.change(addAgent, { host: 'Web1.example.com', label: 'shared', identifier: 'i1', ...credential })
  await store.change(addAgent, { host: 'web2.example.com', label: 'other', identifier: 'i2', ...credential })
  const [one, two] = ['web1', 'web2'].map((name) => ({ type: 'host', name: `${name}.example.com` }))
  const first = await incidentIn(store, { subjects: [one ?? {}] })
  const both = await incidentIn(store, { incident: { subject: 'bob@example.com' }, subjects: [one ?? {}, two ?? {}] })
  return [first, both]
}

function renamed(store: TestedStore, from: string, to: string): Promise<string> {
  return store.change(renameAgent, { from, to, now: NOW, by: BY })
}

testOnStores('incidents of a host are found by its label, and told by it, whatever its name was', async (store) => {
  const [first, both] = await incidentsOfTwo(store)
  const check = async (): Promise<void> => {
    const found = await store.ask(foundIncidents, { order: 'opened', limit: 9, label: 'shared' })
    assert.deepEqual(
      found.map(({ id }) => id),
      [both, first],
    )
    const rules = [{ ...RULE, labels: ['shared'] }]
    assert.equal((await store.ask(toldRules, { id: first, rules, now: NOW }))?.rules[0]?.obstacle, null)
    const others = [{ ...RULE, labels: ['other'] }]
    const told = await store.ask(toldRules, { id: first, rules: others, now: NOW })
    assert.equal(told?.rules[0]?.obstacle?.why, 'label')
  }
  await check()
  assert.equal(await renamed(store, 'Web1.example.com', 'Host9.example.net'), 'renamed')
  await check()
})

testOnStores('a snooze of a host holds back what is known of it under its other names, and no more', async (store) => {
  const [first, both] = await incidentsOfTwo(store)
  await renamed(store, 'Web1.example.com', 'host8.example.net')
  await renamed(store, 'host8.example.net', 'host9.example.net')
  const later = await incidentIn(store, {
    incident: { subject: 'carl@example.com' },
    subjects: ['web1.example.com', 'host9.example.net'].map((name) => ({ type: 'host', name })),
  })
  const snooze = { what: 'host', which: 'host9.example.net', kind: null, until: NOW + 60, reason: '' } as const
  await store.change(addSnooze, { ...snooze, now: NOW, by: BY, rules: [] })
  const obstacles = [first, both, later].map(async (id) => {
    const told = await store.ask(toldRules, { id, rules: [RULE], now: NOW })
    return told?.rules[0]?.obstacle?.why
  })
  assert.deepEqual(await Promise.all(obstacles), ['snooze', undefined, 'snooze'])
})
