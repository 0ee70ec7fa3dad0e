import assert from 'node:assert/strict'
import { conclusionParts } from '../../../../hub/store/ask/conclusion-parts.ts'
import type { ConcludedPart } from '../../../../hub/store/concluded-part.ts'
import { kindNumber } from '../../../../hub/store/number-words.ts'
import type { NewEvent } from '../../../../hub/store/tables.ts'
import type { Kind } from '../../../../lib/event/catalogue.ts'
import { told } from '../../../support/incident-evidence.ts'
import { agentIn, arrivalOf } from '../../../support/kept-events.ts'
import { incidentIn } from '../../../support/kept-incidents.ts'
import { NOW, testOnStores, type TestedStore } from '../../../support/stores.ts'

const HUB = 0

testOnStores('a conclusion names its parts: events of any host, and conclusions of the hub', async (store) => {
  const [web1, web2] = await hostsWith(store, [
    ['guess', 'login', { time: NOW - 90_000 }],
    ['added', 'forward_added', { time: NOW - 5 }],
  ])
  await incidentIn(store, { steps: [{ event_id: 'burst', event_time: NOW - 600, kind: kindNumber('login_burst') }] })
  // A step that a host told is its event: it comes once.
  const incident = { subject: 'bob@example.com' }
  await incidentIn(store, { incident, steps: [{ event_id: 'added', event_time: NOW - 5, agent: web2 }] })
  const takeover = conclusion('mailbox_takeover', { fields: '{"parts":"added burst guess gone"}' })
  assert.deepEqual(await found(store, [takeover, conclusion('login')]), {
    mailbox_takeover: ['guess', 'burst', 'added'],
  })
  const [[, parts] = ['', []]] = await store.ask(conclusionParts, [takeover])
  assert.deepEqual(
    parts.map(({ agent }) => agent),
    [web1, HUB, web2],
  )
})

testOnStores(
  'a host that names very many parts for very many conclusions does not make them unanswerable',
  async (store) => {
    await hostsWith(store, [
      ['guess', 'login', { time: NOW - 60 }],
      ['late', 'login', { time: NOW - 50 }],
    ])
    const named = (index: number): string =>
      Array.from({ length: 200 }, (_, part) => `x${index * 200 + part}`).join(' ')
    const all = Array.from({ length: 1000 }, (_, index) =>
      conclusion('mailbox_takeover', { fields: JSON.stringify({ parts: `guess ${named(index)} late` }) }),
    )
    const parts = await store.ask(conclusionParts, all)
    assert.equal(parts.length, 1000)
    assert.ok(parts.every(([, each]) => each.map(({ id }) => id).join() === 'guess'))
  },
)

testOnStores('what a burst counted is found by who was counted, and for how long', async (store) => {
  const failed = (id: string, fields: Partial<NewEvent>): Told => [id, 'login_failed', { time: NOW - 10, ...fields }]
  const [web1] = await hostsWith(store, [
    failed('a', {}),
    failed('early', { time: NOW - 601 }),
    failed('late', { time: NOW + 1 }),
    ['other', 'login', { time: NOW - 10 }],
    failed('b', { mailbox: 'bob@example.com', ip: '192.0.2.8', time: NOW - 9 }),
    failed('c', { mailbox: 'bob@example.com', ip: '203.0.113.8', time: NOW - 8 }),
    ['mail', 'mail_submitted', { time: NOW - 3000, ip: '203.0.113.7' }],
  ])
  const burst = { seconds: 600, counted: 'failures', count: 20 }
  const cases: readonly (readonly [Partial<ConcludedPart>, readonly string[]])[] = [
    [{ ip: '192.0.2.7', mailbox: null, fields: JSON.stringify(burst) }, ['a']],
    [{ ip: null, mailbox: 'bob@example.com', fields: JSON.stringify(burst) }, ['b', 'c']],
    [{ ip: '192.0.2.8', mailbox: 'bob@example.com', fields: JSON.stringify(burst) }, ['b']],
    [{ ip: null, mailbox: null, fields: JSON.stringify({ ...burst, network: '192.0.2.0/24' }) }, ['a', 'b']],
    [{ ip: null, mailbox: null, fields: JSON.stringify({ ...burst, network: '2001:db8::/64' }) }, []],
    [{ ip: null, mailbox: null, fields: JSON.stringify(burst) }, []],
    // However long a host says that it counted, or whatever it says instead.
    [{ ip: '192.0.2.7', mailbox: null, fields: '{"seconds":10.5}' }, ['a']],
    [{ ip: '192.0.2.7', mailbox: null, fields: '{"seconds":"many"}' }, []],
    [{ ip: '192.0.2.7', mailbox: null, fields: '{"seconds":-600}' }, []],
    [{ ip: '192.0.2.7', mailbox: null, time: NOW + 8 * 86_400, fields: '{"seconds":9e15}' }, []],
    // A host concludes from its own events alone.
    [{ ip: null, mailbox: 'bob@example.com', fields: JSON.stringify(burst), agent: web1 }, ['b']],
  ]
  for (const [fields, expected] of cases)
    assert.deepEqual(
      (await found(store, [conclusion('login_burst', fields)]))['login_burst'] ?? [],
      expected,
      JSON.stringify(fields),
    )
  const mail = conclusion('mail_burst', { ip: '192.0.2.7', fields: '{"seconds":3600,"counted":"recipients"}' })
  assert.deepEqual(await found(store, [mail]), { mail_burst: ['mail'] })
})

testOnStores('of many that were counted the newest ten are found', async (store) => {
  const names = Array.from({ length: 40 }, (_, index) => `f${10 + index}`)
  await hostsWith(
    store,
    names.map((id, index) => [id, 'login_failed', { time: NOW - 100 + index }]),
  )
  const burst = conclusion('login_burst', { fields: '{"seconds":600}' })
  assert.deepEqual((await found(store, [burst]))['login_burst']?.toSorted(), names.slice(-10))
})

testOnStores('an account is one of its host, and its mailboxes are those that it made', async (store) => {
  const made = (id: string, mailbox: string, fields: object = {}): Told => [
    id,
    'mailbox_created',
    { mailbox, fields: JSON.stringify(fields) },
  ]
  const [web1] = await hostsWith(store, [
    made('m1', 'a@example.com', { actor: 'Shop' }),
    made('m2', 'b@example.com', { actor: 'Shop' }),
    made('m3', 'c@example.com', { actor: 'other' }),
    made('m4', 'd@example.com'),
    ['s1', 'mail_submitted', { mailbox: 'shop' }],
    ['s2', 'mail_submitted', { mailbox: 'shop' }],
  ])
  const byAccount = { ip: null, mailbox: 'web1.example.com:shop', fields: '{"seconds":3600}' }
  assert.deepEqual(await found(store, [conclusion('mailbox_burst', byAccount)]), { mailbox_burst: ['m1'] })
  assert.deepEqual(await found(store, [conclusion('mail_burst', byAccount)]), { mail_burst: ['s1'] })
  const byAgent = { ...byAccount, agent: web1, mailbox: 'shop' }
  assert.deepEqual(await found(store, [conclusion('mailbox_burst', byAgent)]), { mailbox_burst: ['m1'] })
  const byDomain = { ...byAccount, mailbox: 'example.com' }
  assert.deepEqual(await found(store, [conclusion('mailbox_burst', byDomain)]), { mailbox_burst: ['m4'] })
})

testOnStores('a joined forward follows from its halves: who asked, and where it leads', async (store) => {
  const leads = (to: string, actor?: string): Partial<NewEvent> => ({
    ip: null,
    fields: JSON.stringify({ forward_recipient: to, ...(actor && { actor }) }),
  })
  const [web1] = await hostsWith(store, [
    ['asked', 'forward_added_partial_ip', { mailbox: 'shop', time: NOW - 20 }],
    ['elsewhere', 'forward_added_partial_ip', { mailbox: 'shop', time: NOW - 20 }],
    ['made', 'forward_added_partial_recipient', leads('x@mail.example', 'shop')],
    ['elsewhere2', 'forward_added_partial_recipient', leads('x@mail.example', 'shop')],
    ['otherIp', 'forward_added_partial_ip', { mailbox: 'shop', ip: '203.0.113.7' }],
    ['again', 'forward_added_partial_ip', { mailbox: 'shop', time: NOW - 21 }],
    ['otherWay', 'forward_added_partial_recipient', leads('y@mail.example', 'shop')],
  ])
  const joined = conclusion('forward_added', {
    agent: web1,
    fields: '{"forward_recipient":"x@mail.example","actor":"shop"}',
  })
  assert.deepEqual(await found(store, [joined]), { forward_added: ['asked', 'made'] })
})

type Told = readonly [id: string, kind: Kind, fields: Partial<NewEvent>]

/** Keeps events by turns on two hosts; returns their agents. */
async function hostsWith(store: TestedStore, events: readonly Told[]): Promise<readonly [number, number]> {
  const agents = [await agentIn(store), await agentIn(store, 'web2.example.com')] as const
  for (const [index, agent] of agents.entries()) {
    const own = events.filter((_, number) => number % 2 === index)
    if (own.length > 0)
      await store.keep(
        arrivalOf(
          agent,
          own.map(([id, kind, fields]) => told(agent, kind, id, fields)),
        ),
      )
  }
  return agents
}

/** What the hub concluded; its id is its kind. */
function conclusion(kind: Kind, fields: Partial<ConcludedPart> = {}): ConcludedPart {
  const usual = { time: NOW, agent: HUB, mailbox: 'ann@example.com', ip: '192.0.2.7', fields: '{}' }
  return { id: kind, kind: kindNumber(kind), ...usual, ...fields }
}

async function found(
  store: TestedStore,
  conclusions: readonly ConcludedPart[],
): Promise<Record<string, readonly string[]>> {
  const parts = await store.ask(conclusionParts, conclusions)
  return Object.fromEntries(parts.map(([id, each]) => [id, each.map((part) => part.id)]))
}
