import assert from 'node:assert/strict'
import { closeQuiet } from '../../../../hub/store/change/close-quiet.ts'
import { revokeAgent } from '../../../../hub/store/change/revoke-agent.ts'
import { judged, told } from '../../../support/incident-evidence.ts'
import { incidentRows } from '../../../support/incident-rows.ts'
import { agentIn } from '../../../support/kept-events.ts'
import { BY } from '../../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../../support/stores.ts'

const DAY = 86_400

/** Which incidents are closed at a time: their subjects. */
async function closedAt(store: TestedStore, now: number): Promise<readonly string[]> {
  await store.change(closeQuiet, { now, rules: [] })
  const { incidents } = await store.ask(incidentRows, null)
  return incidents.filter(({ closed }) => closed !== null).map(({ subject }) => subject)
}

testOnStores('what is quiet for long closes by itself, with the reason; a takeover never does', async (store) => {
  const agent = await agentIn(store)
  await judged(store, [
    told(agent, 'login_burst', 'burst', { mailbox: null, ip: '203.0.113.7' }),
    told(agent, 'mail_burst', 'much mail', { ip: null }),
    told(agent, 'mailbox_takeover', 'takeover', { mailbox: 'bob@example.com', ip: null }),
  ])
  assert.deepEqual(await closedAt(store, NOW + DAY - 1), [])
  assert.deepEqual(await closedAt(store, NOW + DAY), ['203.0.113.7'])
  assert.deepEqual(await closedAt(store, NOW + 14 * DAY), ['203.0.113.7', 'ann@example.com'])
  assert.deepEqual(await closedAt(store, NOW + 400 * DAY), ['203.0.113.7', 'ann@example.com'])
  const { incidents, history } = await store.ask(incidentRows, null)
  const attack = incidents.find(({ kind }) => kind === 'attack')
  assert.deepEqual(
    [attack?.state, attack?.closed, attack?.closed_by, attack?.reason, attack?.revision],
    ['resolved', NOW + DAY, '', 'Nothing of it was seen for 24 hours.', 2],
  )
  assert.ok(history.includes(`${attack?.id} resolved: ${attack?.reason}`))
})

testOnStores('a blind spot ends when nothing is expected of its host any more', async (store) => {
  const [one, other] = [await agentIn(store, 'Web1.example.com'), await agentIn(store, 'web2.example.com')]
  const silent = { mailbox: null, ip: null }
  await judged(store, [told(one, 'host_silent', 'a', silent), told(other, 'host_silent', 'b', silent)])
  assert.deepEqual(await closedAt(store, NOW + 30 * DAY), [])
  await store.change(revokeAgent, { host: 'Web1.example.com', now: NOW, by: BY })
  assert.deepEqual(await closedAt(store, NOW + 60), ['web1.example.com'])
  const { incidents } = await store.ask(incidentRows, null)
  assert.match(incidents.find(({ closed }) => closed !== null)?.reason ?? '', /may report no more/)
})

testOnStores('a misused credential and a blind spot of one host open, and end, apart', async (store) => {
  const agent = await agentIn(store)
  const said = (kind: 'foreign_host' | 'host_silent' | 'host_heard', id: string): ReturnType<typeof told> =>
    told(agent, kind, id, { mailbox: null, ip: null, fields: '{"named_host":"web2.example.com","seconds":900}' })
  await judged(store, [said('foreign_host', 'a'), said('host_silent', 'b')])
  await judged(store, [said('host_heard', 'c')])
  const ends = async (): Promise<unknown[]> =>
    (await store.ask(incidentRows, null)).incidents.map(({ kind, closed }) => [kind, closed !== null])
  assert.deepEqual(await ends(), [
    ['misuse', false],
    ['blind_spot', true],
  ])
  assert.deepEqual(await closedAt(store, NOW + DAY), ['web1.example.com', 'web1.example.com'])
})

testOnStores('what an attack counts keeps it open; what comes after its end opens a new one', async (store) => {
  const agent = await agentIn(store)
  const burst = (id: string, time: number): ReturnType<typeof told> =>
    told(agent, 'login_burst', id, { mailbox: null, ip: '203.0.113.7', time, received: time })
  const failed = (id: string, time: number): ReturnType<typeof told> =>
    told(agent, 'login_failed', id, { ip: '203.0.113.7', time, received: time })
  await judged(store, [burst('a', NOW)])
  await judged(store, [failed('b', NOW + DAY - 9)], NOW + DAY - 9)
  assert.deepEqual(await closedAt(store, NOW + DAY), [])
  assert.deepEqual(await closedAt(store, NOW + 2 * DAY - 9), ['203.0.113.7'])
  await judged(store, [failed('c', NOW + 3 * DAY - 60)], NOW + 3 * DAY - 60)
  assert.equal((await store.ask(incidentRows, null)).incidents.length, 1)
  await judged(store, [burst('d', NOW + 3 * DAY)], NOW + 3 * DAY)
  await judged(store, [failed('late', NOW + 60)], NOW + 3 * DAY)
  const { incidents, subjects } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ closed, previous, first_step }) => [closed !== null, previous, first_step - NOW]),
    [
      [true, null, 0],
      [false, incidents[0]?.id, 3 * DAY - 60],
    ],
  )
  const tries = subjects.filter(({ type }) => type === 'address').map(({ steps }) => steps)
  assert.deepEqual(tries, [3, 2], 'late evidence belongs to the attack of its time')
})

testOnStores('the clock of a host that is wrong by a day moves no incident into the future', async (store) => {
  const agent = await agentIn(store)
  const burst = (id: string, time: number): ReturnType<typeof told> =>
    told(agent, 'login_burst', id, { mailbox: null, ip: '203.0.113.7', time, received: NOW })
  await judged(store, [burst('ahead', NOW + DAY), burst('behind', NOW - DAY)])
  const { incidents, steps } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ first_step, last_step }) => [first_step - NOW, last_step - NOW]),
    [[-DAY, 0]],
  )
  assert.deepEqual(
    steps.map(({ event_time }) => event_time - NOW),
    [-DAY, DAY],
  )
  assert.deepEqual(await closedAt(store, NOW + DAY), ['203.0.113.7'])
})

testOnStores(
  'of one subject one incident is open, and gets the late evidence that would open another one again',
  async (store) => {
    const agent = await agentIn(store)
    const mail = (id: string, time: number): ReturnType<typeof told> =>
      told(agent, 'mail_burst', id, { time, ip: null })
    const takeover = (id: string, time: number): ReturnType<typeof told> =>
      told(agent, 'mailbox_takeover', id, { time, ip: null })
    for (const days of [0, 20]) {
      const time = NOW + days * DAY
      await judged(store, [{ ...mail(`${days}`, time), received: time }], time)
      assert.equal((await closedAt(store, NOW + (days + 15) * DAY)).length, days === 0 ? 1 : 2)
    }
    const received = NOW + 40 * DAY
    const late = [takeover('late', NOW + 60), takeover('later', NOW + 21 * DAY), mail('now', received)]
    await judged(
      store,
      late.map((event) => Object.assign({}, event, { received })),
      received,
    )
    const { incidents } = await store.ask(incidentRows, null)
    assert.deepEqual(
      incidents.map(({ state, severity, steps }) => [state, severity, steps]),
      [
        ['resolved', 2, 1],
        ['resolved', 2, 1],
        ['open', 4, 3],
      ],
    )
  },
)
