// What judging costs, counted: rows, calls, and events in memory.
import assert from 'node:assert/strict'
import type { Store } from '../../../hub/store/store.ts'
import { ATTACKER, hostsIn, judgeAll, keepAll } from '../../support/fleet-story.ts'
import { told } from '../../support/incident-evidence.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

/** A store that counts what is asked and changed. */
function counting(store: Store): { readonly counted: Store; readonly calls: string[] } {
  const calls: string[] = []
  const counted: Store = {
    ask: (question, input) => (calls.push(question.name), store.ask(question, input)),
    change: (change, input) => (calls.push(change.name), store.change(change, input)),
    keep: (arrival) => store.keep(arrival),
    scrub: () => store.scrub(),
    close: async () => undefined,
  }
  return { counted, calls }
}

testOnStores('an attack of thousands of failures is a few rows, and a commit for each batch', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  const burst = told(agent, 'login_burst', 'burst', { mailbox: null, ip: ATTACKER })
  await keepAll(store, [{ agent, received: NOW, events: [burst] }])
  await judgeAll(store, NOW)
  const before = await store.ask(incidentRows, null)
  for (let report = 0; report < 10; report += 1) {
    const events = Array.from({ length: 500 }, (_, index) =>
      told(agent, 'login_failed', `f${report}-${index}`, { mailbox: `m${index % 3}@example.com`, ip: ATTACKER }),
    )
    await keepAll(store, [{ agent, received: NOW + report, events }])
  }
  const { counted, calls } = counting(store)
  await judgeAll(counted, NOW + 10)
  const { incidents, steps, subjects, history } = await store.ask(incidentRows, null)
  assert.equal(incidents[0]?.sentence, `${ATTACKER} tries passwords: 1 server, 3 mailboxes, no success.`)
  assert.deepEqual([steps, history], [before.steps, before.history])
  assert.equal(subjects.length, before.subjects.length + 3)
  assert.equal(subjects.find(({ type }) => type === 'address')?.steps, 5001)
  const commits = calls.filter((name) => name === 'note-evidence').length
  assert.ok(commits <= 6, `${commits} commits for 10 reports`)
})

testOnStores('what is no evidence is read in large pieces, and costs no commit', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  for (let report = 0; report < 8; report += 1) {
    const events = Array.from({ length: 500 }, (_, index) => {
      const whose = { mailbox: `m${index}@example.com`, ip: `192.0.2.${index % 250}` }
      return told(agent, index % 2 === 0 ? 'login' : 'mail_submitted', `e${report}-${index}`, whose)
    })
    await keepAll(store, [{ agent, received: NOW, events }])
  }
  const { counted, calls } = counting(store)
  await judgeAll(counted, NOW)
  assert.deepEqual((await store.ask(incidentRows, null)).incidents, [])
  assert.ok(calls.filter((name) => name === 'next-arrivals').length <= 5, calls.join())
  assert.ok(calls.filter((name) => name === 'note-evidence').length <= 1, calls.join())
})

testOnStores(
  'a fleet that falls silent at once is many short commits, and a kill between them does no harm',
  async (store) => {
    const agents = await hostsIn(store, 250)
    const silent = agents.map((agent) => ({
      agent,
      received: NOW,
      events: [told(agent, 'mail_burst', `of ${agent}`, { mailbox: `m${agent}@example.com`, ip: null })],
    }))
    await keepAll(store, silent)
    const { counted, calls } = counting(store)
    const mortal: Store = {
      ...counted,
      change: (change, input) =>
        calls.filter((name) => name === 'note-evidence').length === 2
          ? Promise.reject(new Error('killed'))
          : counted.change(change, input),
    }
    await assert.rejects(judgeAll(mortal, NOW), /killed/)
    assert.equal((await store.ask(incidentRows, null)).incidents.length, 200)
    await judgeAll(store, NOW)
    const { incidents, subjects } = await store.ask(incidentRows, null)
    assert.deepEqual(
      incidents.map(({ steps, revision }) => [steps, revision]),
      agents.map(() => [1, 1]),
    )
    assert.ok(subjects.every(({ steps }) => steps === 1))
  },
)
