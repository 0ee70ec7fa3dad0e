// What judging costs, counted: rows, calls, and events in memory.
import assert from 'node:assert/strict'
import { rehearse } from '../../../hub/evaluation/rehearsal.ts'
import type { Store } from '../../../hub/store/store.ts'
import type { NewEvent } from '../../../hub/store/tables.ts'
import { ATTACKER, byLetters, hostsIn, judgeAll, keepAll } from '../../support/fleet-story.ts'
import { told } from '../../support/incident-evidence.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { NOW, openEmbedded, testOnStores } from '../../support/stores.ts'

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
  assert.equal(incidents[0]?.sentence, `${ATTACKER} tries passwords: 1 host, 3 mailboxes, no success.`)
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

testOnStores('what one host alone tells opens a bounded number of incidents an hour', async (store, context) => {
  const [flooding = 0, other = 0] = await hostsIn(store, 2)
  const burst = (agent: number, mailbox: string, received = NOW): NewEvent =>
    told(agent, 'mail_burst', `${agent} ${mailbox} ${received}`, { mailbox, ip: null, received, time: received })
  const invented = Array.from({ length: 250 }, (_, index) =>
    burst(flooding, `m${index + 100}@d${index % 2}.example.com`),
  )
  const attack = told(flooding, 'login_burst', 'burst', { mailbox: null, ip: ATTACKER })
  const shared = told(other, 'forward_added', 'forward', { mailbox: 'shared@example.com' })
  await keepAll(store, [
    { agent: other, received: NOW, events: [shared] },
    { agent: flooding, received: NOW, events: invented },
    { agent: flooding, received: NOW, events: [burst(flooding, 'shared@example.com'), attack] },
    { agent: other, received: NOW, events: [burst(other, 'theirs@example.com')] },
    { agent: flooding, received: NOW + 3600, events: [burst(flooding, 'm349@d1.example.com', NOW + 3600)] },
  ])
  const check = async (judged: Store): Promise<void> => {
    const { incidents, steps } = await judged.ask(incidentRows, null)
    const subjects = incidents.map(({ kind, subject }) => `${kind} ${subject}`)
    assert.deepEqual(subjects.toSorted(byLetters), [
      `attack ${ATTACKER}`,
      ...Array.from({ length: 67 }, (_, index) => `compromise m${index + 100}@d${index % 2}.example.com`),
      'compromise m349@d1.example.com',
      'compromise shared@example.com',
      'compromise theirs@example.com',
      'misuse web1.example.com',
    ])
    const misuse = incidents.find(({ kind }) => kind === 'misuse')
    assert.equal(
      misuse?.sentence,
      'web1.example.com tells of more than a host does: further incidents are left out, 1 so far within an hour.',
    )
    const counts = steps.filter(({ incident }) => incident === misuse?.id).map(({ fields }) => JSON.parse(fields).count)
    assert.deepEqual(
      counts.toSorted((one, another) => one - another),
      [1, 10, 100],
    )
  }
  await judgeAll(store, NOW + 3600)
  await check(store)
  const scratch = await openEmbedded(context)
  await rehearse({ store, scratch, since: NOW, now: NOW + 7200, tell: ({ text }) => assert.fail(text) })
  await check(scratch)
})

testOnStores(
  'networks of IPv6 that one host alone invents for the rules of the fleet are bounded, too',
  async (store) => {
    const [flooding = 0, other = 0] = await hostsIn(store, 2)
    const tries = (agent: number, network: string): readonly NewEvent[] =>
      Array.from({ length: 12 }, (_, index) => {
        const [ip, mailbox] = [
          `${network}::${(index % 3) + 1}`,
          `m${index}-${network.replaceAll(':', '-')}@example.com`,
        ]
        return told(agent, 'login_failed', `${agent} ${network} ${index}`, { mailbox, ip })
      })
    const invented = Array.from({ length: 120 }, (_, index) => `2001:db8:${index % 2}:${(index + 16).toString(16)}`)
    for (const network of invented)
      await keepAll(store, [{ agent: flooding, received: NOW, events: tries(flooding, network) }])
    for (const agent of [flooding, other])
      await keepAll(store, [{ agent, received: NOW, events: tries(agent, '2001:db8:2:1') }])
    await judgeAll(store, NOW + 3600)
    const { incidents } = await store.ask(incidentRows, null)
    const counts = Map.groupBy(incidents, ({ kind, subject_type: type }) => `${kind} ${type}`)
    assert.deepEqual(
      [...counts].map(([what, found]) => [what, found.length]),
      [
        ['attack network', 101],
        ['misuse host', 1],
      ],
    )
    const shared = incidents.find(({ subject }) => subject === '2001:db8:2:1::/64')
    assert.equal(shared?.sentence, '2001:db8:2:1::/64 tries passwords: 2 hosts, 12 mailboxes, 3 addresses, no success.')
  },
)

testOnStores('noise in one domain of a host does not hide what happens in the others', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  const burst = (mailbox: string): NewEvent => told(agent, 'mail_burst', mailbox, { mailbox, ip: null })
  const noise = Array.from({ length: 250 }, (_, index) => burst(`m${index}@noise.example.com`))
  const others = Array.from({ length: 20 }, (_, index) => burst(`m${index}@example.net`))
  for (const events of [noise, others, [burst('owner@example.org')]]) {
    await keepAll(store, [{ agent, received: NOW, events }])
    await judgeAll(store, NOW)
  }
  const { incidents } = await store.ask(incidentRows, null)
  const domains = incidents.map(({ kind, subject }) => (kind === 'misuse' ? kind : subject.replace(/^.*@/, '')))
  const counts = [...Map.groupBy(domains, (domain) => domain)].map(([domain, { length }]) => [domain, length])
  const expected = { 'noise.example.com': 50, 'example.net': 20, 'example.org': 1, misuse: 1 }
  assert.deepEqual(Object.fromEntries(counts), expected)
})

testOnStores('who owns many domains of a host hides neither another domain nor an account', async (store) => {
  const [agent = 0] = await hostsIn(store, 1)
  const burst = (mailbox: string): NewEvent => told(agent, 'mail_burst', mailbox, { mailbox, ip: null })
  const parked = Array.from({ length: 110 }, (_, index) => burst(`a@parked${index}.example.com`))
  await keepAll(store, [{ agent, received: NOW, events: parked }])
  for (const event of [burst('a@example.org'), burst('b@example.org'), burst('shop')])
    await keepAll(store, [{ agent, received: NOW, events: [event] }])
  await judgeAll(store, NOW)
  const { incidents } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ subject }) => subject).filter((subject) => !subject.includes('parked')),
    ['a@example.org', 'b@example.org', 'web1.example.com:shop'],
  )
})
