import assert from 'node:assert/strict'
import { byLetters } from '../../../support/fleet-story.ts'
import { judged } from '../../../support/incident-evidence.ts'
import { incidentRows } from '../../../support/incident-rows.ts'
import { agentIn } from '../../../support/kept-events.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'
import { toldByCheck } from '../../../support/told-by-checks.ts'

/** All incidents in short, by their letters: kind, subject, state, severity, and how many steps. */
async function outcome(store: TestedStore): Promise<readonly string[]> {
  const { incidents } = await store.ask(incidentRows, null)
  return incidents
    .map((row) => [row.kind, row.subject, row.state, row.severity, row.steps].join(' '))
    .toSorted(byLetters)
}

async function sentences(store: TestedStore): Promise<readonly string[]> {
  const { incidents } = await store.ask(incidentRows, null)
  return incidents.flatMap(({ sentence, reason }) => (reason === null ? [sentence] : [sentence, reason]))
}

testOnStores('a service that is down is an incident until it has recovered, which says why', async (store) => {
  const agent = await agentIn(store, 'Web1.example.com')
  await judged(store, [toldByCheck(agent, 'service_down', 0)])
  assert.deepEqual(await outcome(store), ['outage web1.example.com:imap open 3 1'])
  await judged(store, [toldByCheck(agent, 'service_recovered', 240, { lasted: 240, finding: 'answers' })], NOW + 240)
  assert.deepEqual(await outcome(store), ['outage web1.example.com:imap resolved 3 2'])
  assert.deepEqual(await sentences(store), [
    'imap of web1.example.com is down: connection refused.',
    'imap of web1.example.com recovered after 4 min: answers.',
  ])
  const { subjects } = await store.ask(incidentRows, null)
  assert.deepEqual(
    subjects.map(({ type, name }) => [type, name]),
    [['host', 'web1.example.com']],
  )
  // What goes down later is another incident, which names the one before.
  await judged(store, [toldByCheck(agent, 'service_down', 900)], NOW + 900)
  const { incidents } = await store.ask(incidentRows, null)
  assert.deepEqual([incidents[1]?.state, incidents[1]?.previous], ['open', incidents[0]?.id])
})

testOnStores(
  'restarts that were given up are steps of the outage, which the end of it closes all the same',
  async (store) => {
    const agent = await agentIn(store)
    const restart = { restart: 'systemctl dovecot', restart_outcome: 'failed', finding: 'exit code 1' }
    await judged(store, [toldByCheck(agent, 'service_restarted', -60, restart)])
    assert.deepEqual(await outcome(store), [], 'alone it is none')
    await judged(store, [
      toldByCheck(agent, 'service_down', 0),
      toldByCheck(agent, 'service_restarted', 1, restart),
      toldByCheck(agent, 'service_given_up', 900, restart),
    ])
    assert.deepEqual(await outcome(store), ['outage web1.example.com:imap open 3 3'])
    await judged(store, [toldByCheck(agent, 'service_recovered', 1800)], NOW + 1800)
    assert.deepEqual(await outcome(store), ['outage web1.example.com:imap resolved 3 4'])
  },
)

testOnStores(
  'what is worse raises an outage, what is milder does not end it, and what flaps stays open',
  async (store) => {
    const agent = await agentIn(store)
    await judged(store, [toldByCheck(agent, 'service_late', 0, { finding: 'took 9 s' })])
    await judged(store, [toldByCheck(agent, 'service_flapping', 60)], NOW + 60)
    assert.deepEqual(await outcome(store), ['outage web1.example.com:imap open 2 2'])
    await judged(store, [toldByCheck(agent, 'service_down', 120)], NOW + 120)
    await judged(store, [toldByCheck(agent, 'service_warning', 180)], NOW + 180)
    assert.deepEqual(await outcome(store), ['outage web1.example.com:imap open 3 4'])
    assert.deepEqual(await sentences(store), ['imap of web1.example.com is down: connection refused.'])
  },
)

testOnStores('of a disk that fills the last that was found is said', async (store) => {
  const agent = await agentIn(store)
  const full = (after: number, share: number): ReturnType<typeof toldByCheck> =>
    toldByCheck(agent, 'disk_filling', after, { check: 'disks', check_type: 'disk', finding: `/: ${share}% used` })
  await judged(store, [full(0, 84)])
  await judged(store, [full(600, 97)], NOW + 600)
  assert.deepEqual(await sentences(store), ['A disk of web1.example.com is nearly full: /: 97% used.'])
})

testOnStores('a certificate is medium at first and high from the last week on, until it was renewed', async (store) => {
  const agent = await agentIn(store)
  const days = (kind: 'certificate_expires' | 'certificate_renewed', after: number, left: number): Promise<boolean> =>
    judged(store, [toldByCheck(agent, kind, after, { days_left: left })], NOW + after)
  await days('certificate_expires', 0, 20)
  await days('certificate_expires', 60, 13)
  assert.deepEqual(await outcome(store), ['expiry web1.example.com:imap open 2 2'])
  assert.deepEqual(await sentences(store), ['The certificate of imap of web1.example.com ends in 13 days.'])
  await days('certificate_expires', 120, 6)
  await days('certificate_expires', 180, 0)
  assert.deepEqual(await outcome(store), ['expiry web1.example.com:imap open 3 4'])
  // The service can be down meanwhile: that is something else.
  await judged(
    store,
    [toldByCheck(agent, 'service_down', 190), toldByCheck(agent, 'service_recovered', 191)],
    NOW + 191,
  )
  await days('certificate_renewed', 240, 89)
  assert.deepEqual(await outcome(store), [
    'expiry web1.example.com:imap resolved 3 5',
    'outage web1.example.com:imap resolved 3 2',
  ])
  assert.deepEqual((await sentences(store)).slice(0, 2), [
    'The certificate of imap of web1.example.com ends within a day, or has ended.',
    'The certificate of imap of web1.example.com was renewed: it ends in 89 days.',
  ])
})

testOnStores(
  'two checks of a host, and one check of two hosts, are one incident each, and so is a network',
  async (store) => {
    const [one, two] = [await agentIn(store), await agentIn(store, 'web2.example.com')]
    await judged(store, [toldByCheck(one, 'service_down', 0), toldByCheck(one, 'service_down', 0, { check: 'smtp' })])
    await judged(store, [toldByCheck(two, 'service_down', 0), toldByCheck(two, 'network_down', 0)])
    await judged(
      store,
      [toldByCheck(one, 'service_recovered', 60), toldByCheck(two, 'network_recovered', 60)],
      NOW + 60,
    )
    assert.deepEqual(await outcome(store), [
      'outage web1.example.com:imap resolved 3 2',
      'outage web1.example.com:smtp open 3 1',
      'outage web2.example.com resolved 3 2',
      'outage web2.example.com:imap open 3 1',
    ])
  },
)

testOnStores(
  'who owns a credential opens no more outages within an hour than an agent can have checks',
  async (store) => {
    const agent = await agentIn(store)
    const many = Array.from({ length: 520 }, (_, index) =>
      toldByCheck(agent, 'service_down', 0, { check: `c${index}` }),
    )
    await judged(store, many)
    const found = await outcome(store)
    assert.equal(found.filter((line) => line.startsWith('outage')).length, 500)
    assert.equal(found.filter((line) => line.startsWith('misuse web1.example.com')).length, 1)
  },
)
