import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { snoozedKinds, snoozedName } from '../../../hub/alerts/wanted-snooze.ts'
import { alertRulesOf } from '../../../hub/config/alerts/alert-settings.ts'
import { addSnooze } from '../../../hub/store/change/add-snooze.ts'
import { renameAgent } from '../../../hub/store/change/rename-agent.ts'
import type { NewEvent } from '../../../hub/store/tables.ts'
import { chatChannel, startChat } from '../../support/alert-chat.ts'
import { AlertScene } from '../../support/alert-scene.ts'
import { judged, told } from '../../support/incident-evidence.ts'
import { agentIn } from '../../support/kept-events.ts'
import { agentTells, notedCheck } from '../../support/noted-checks.ts'
import { BY } from '../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'
import { toldByCheck } from '../../support/told-by-checks.ts'

/** A hub with the usual rules and one channel. */
interface Told {
  /** Judges events, and lets the outbox do what is due a minute later. */
  readonly happens: (...events: readonly NewEvent[]) => Promise<void>
  /** Subjects and first lines of what was told since the last call. */
  readonly said: () => readonly string[]
}

async function toldHub(store: TestedStore, t: TestContext): Promise<Told> {
  const server = await startChat(t)
  const scene = await AlertScene.start(store, t, chatChannel(server))
  let seen = 0
  return {
    happens: async (...events) => {
      await judged(store, events, NOW + scene.time, alertRulesOf(scene.config))
      await scene.passes(60)
    },
    said: () => {
      const fresh = server.requests.slice(seen).map(({ json }) => {
        const { subject, text } = Object(json)
        return `${subject} | ${String(text).split('\n')[0]}`
      })
      seen = server.requests.length
      return fresh
    },
  }
}

async function snooze(store: TestedStore, what: 'host' | 'service', which: string): Promise<number | null> {
  const named = { what, which: snoozedName({ what, which }), kind: snoozedKinds(what, undefined) }
  return store.change(addSnooze, { ...named, until: NOW + 86_400, reason: '', rules: [], now: NOW, by: BY })
}

testOnStores(
  'without rules an outage is told, and its end, under one subject; what is less severe is not',
  async (store, t) => {
    const agent = await agentIn(store)
    const { happens, said } = await toldHub(store, t)
    await happens(toldByCheck(agent, 'service_late', 0, { check: 'site' }), toldByCheck(agent, 'service_down', 0))
    assert.deepEqual(said(), ['[spoor] web1.example.com: imap | imap of web1.example.com is down: connection refused.'])
    await happens(toldByCheck(agent, 'service_recovered', 60, { lasted: 60, finding: 'answers' }))
    assert.deepEqual(said(), [
      '[spoor] web1.example.com: imap | It is over. imap of web1.example.com recovered after 60 s: answers.',
    ])
    await happens(toldByCheck(agent, 'network_down', 120))
    assert.deepEqual(said(), ['[spoor] web1.example.com: network | web1.example.com has no network: no default route.'])
  },
)

testOnStores('a certificate is told a week before its end, not three', async (store, t) => {
  const agent = await agentIn(store)
  const { happens, said } = await toldHub(store, t)
  await happens(toldByCheck(agent, 'certificate_expires', 0, { days_left: 20 }))
  assert.deepEqual(said(), [])
  await happens(toldByCheck(agent, 'certificate_expires', 60, { days_left: 6 }))
  assert.deepEqual(said(), [
    '[spoor] web1.example.com: certificate of imap | The certificate of imap of web1.example.com ends in 6 days.',
  ])
})

testOnStores(
  'a snooze of a service holds back its messages and no others, whatever its host is called',
  async (store, t) => {
    const agent = await agentIn(store, 'Web1.example.com')
    await agentTells(store, agent, NOW, { checks: [notedCheck('imap')] })
    const { happens, said } = await toldHub(store, t)
    assert.equal(await snooze(store, 'service', 'Web1.example.com:pop3'), null, 'no agent tells of it')
    assert.notEqual(await snooze(store, 'service', 'Web1.example.com:IMAP'), null)
    await store.change(renameAgent, { from: 'Web1.example.com', to: 'host9.example.net', now: NOW, by: BY })
    const expires = toldByCheck(agent, 'certificate_expires', 0, { days_left: 3 })
    await happens(
      toldByCheck(agent, 'service_down', 0),
      expires,
      toldByCheck(agent, 'service_down', 0, { check: 'smtp' }),
    )
    assert.deepEqual(said(), [
      '[spoor] host9.example.net: smtp | smtp of host9.example.net is down: connection refused.',
    ])
    // What an incident was about is known, too, though its agent tells no check of this name.
    assert.notEqual(await snooze(store, 'service', 'host9.example.net:smtp'), null)
  },
)

testOnStores(
  'who snoozes a host in repair hears nothing of its checks, and still of a takeover there',
  async (store, t) => {
    const agent = await agentIn(store)
    const { happens, said } = await toldHub(store, t)
    await snooze(store, 'host', 'web1.example.com')
    await happens(
      toldByCheck(agent, 'service_down', 0),
      toldByCheck(agent, 'certificate_expires', 0, { days_left: 3 }),
      told(agent, 'host_silent', 'silent', { mailbox: null, ip: null }),
      told(agent, 'login_after_burst', 'login'),
    )
    assert.deepEqual(
      said().map((line) => line.split(' | ')[0]),
      ['[spoor] mailbox ann@example.com: signs of a takeover'],
    )
  },
)
