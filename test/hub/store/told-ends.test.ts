import assert from 'node:assert/strict'
import { closeQuiet } from '../../../hub/store/change/close-quiet.ts'
import { forgetAgent } from '../../../hub/store/change/forget-agent.ts'
import { renameAgent } from '../../../hub/store/change/rename-agent.ts'
import { revokeAgent } from '../../../hub/store/change/revoke-agent.ts'
import { MOST_CHECKS } from '../../../lib/agent-status/agent-status.ts'
import { byLetters } from '../../support/fleet-story.ts'
import { judged } from '../../support/incident-evidence.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { agentIn } from '../../support/kept-events.ts'
import { agentTells, notedCheck } from '../../support/noted-checks.ts'
import { BY } from '../../support/people.ts'
import { NOW, type TestedStore, testOnStores } from '../../support/stores.ts'
import { toldByCheck } from '../../support/told-by-checks.ts'

const DAY = 86_400

/** Why incidents are closed, after all that is over was closed at a time; `open` where they are not. By letters. */
async function endsAt(store: TestedStore, after: number): Promise<readonly string[]> {
  await store.change(closeQuiet, { now: NOW + after, rules: [] })
  const { incidents } = await store.ask(incidentRows, null)
  return incidents.map(({ reason }) => reason ?? 'open').toSorted(byLetters)
}

const GONE = 'imap of web1.example.com is not checked any more.'

testOnStores(
  'an outage of a check that its agent tells no more is over, once a later status says so',
  async (store) => {
    const agent = await agentIn(store, 'Web1.example.com')
    await judged(store, [toldByCheck(agent, 'service_down', 0)])
    const others = { checks: [notedCheck('smtp')] }
    await agentTells(store, agent, NOW + 299, others)
    assert.deepEqual(await endsAt(store, 400), ['open'], 'the status may be older than the event')
    await agentTells(store, agent, NOW + 300, { checks: [notedCheck('smtp'), notedCheck('imap', { state: 'down' })] })
    assert.deepEqual(await endsAt(store, 400), ['open'])
    await agentTells(store, agent, NOW + 301, others)
    assert.deepEqual(await endsAt(store, 400), [GONE])
    const { incidents, history } = await store.ask(incidentRows, null)
    assert.deepEqual([incidents[0]?.state, incidents[0]?.closed_by, incidents[0]?.revision], ['resolved', '', 2])
    assert.ok(history.includes(`${incidents[0]?.id} resolved: ${GONE}`))
  },
)

testOnStores(
  'an agent that says nothing of its checks closes nothing; one that says that it has none does',
  async (store) => {
    const agent = await agentIn(store)
    await judged(store, [toldByCheck(agent, 'service_down', 0), toldByCheck(agent, 'network_down', 0)])
    await agentTells(store, agent, NOW + DAY)
    assert.deepEqual(await endsAt(store, DAY), ['open', 'open'])
    // It told checks before: its watcher may not have started since the boot.
    await agentTells(store, agent, NOW + DAY, { checks: [notedCheck('imap', { state: 'down' })], status: NO_NETWORK })
    await agentTells(store, agent, NOW + 2 * DAY)
    assert.deepEqual(await endsAt(store, 2 * DAY), ['open', 'open'])
    await agentTells(store, agent, NOW + 3 * DAY, { checks: [] })
    assert.deepEqual(await endsAt(store, 3 * DAY), ['The agent of web1.example.com says that it has a network.', GONE])
  },
)

testOnStores(
  'of as many checks as can be told, one that is not among them may be left out, and is awaited',
  async (store) => {
    const agent = await agentIn(store)
    await judged(store, [toldByCheck(agent, 'service_down', 0)])
    const told = Array.from({ length: MOST_CHECKS.checks }, (_, index) => notedCheck(`site-${index}`))
    await agentTells(store, agent, NOW + 400, { checks: told })
    assert.deepEqual(await endsAt(store, 400), ['open'])
    await agentTells(store, agent, NOW + 500, { checks: told.slice(1) })
    assert.deepEqual(await endsAt(store, 500), [GONE])
  },
)

const NO_NETWORK = JSON.stringify({ warnings: [{ code: 'network_down', severity: 'warning', text: 'no route' }] })

testOnStores('what its agent says is up is over, though the event that says so never came', async (store) => {
  const agent = await agentIn(store)
  await judged(store, [toldByCheck(agent, 'service_down', 0), toldByCheck(agent, 'service_down', 0, { check: 'ftp' })])
  for (const state of ['down', 'flapping', 'late', 'warning', 'unknown', 'blocked', 'maintenance']) {
    await agentTells(store, agent, NOW + 400, { checks: [notedCheck('imap', { state }), notedCheck('ftp', { state })] })
    assert.deepEqual(await endsAt(store, 400), ['open', 'open'], state)
  }
  await agentTells(store, agent, NOW + 500, { checks: [notedCheck('imap'), notedCheck('ftp', { state: 'off' })] })
  assert.deepEqual(await endsAt(store, 500), [
    'The agent says that imap of web1.example.com is up.',
    'ftp of web1.example.com is switched off.',
  ])
})

testOnStores(
  'a certificate is over when the check shows another one, or none though the service is up',
  async (store) => {
    const agent = await agentIn(store)
    const expires = (check: string): ReturnType<typeof toldByCheck> =>
      toldByCheck(agent, 'certificate_expires', 0, { check, days_left: 20 })
    await judged(store, [expires('imap'), expires('smtp'), expires('site')])
    const soon = NOW + 20 * DAY
    await agentTells(store, agent, NOW + 400, {
      checks: [
        notedCheck('imap', { certificate: soon }),
        notedCheck('smtp', { state: 'down' }),
        notedCheck('site', { certificate: soon, state: 'down' }),
      ],
    })
    assert.deepEqual(await endsAt(store, 400), ['open', 'open', 'open'])
    await agentTells(store, agent, NOW + 500, {
      checks: [notedCheck('imap', { certificate: NOW + 90 * DAY }), notedCheck('smtp')],
    })
    assert.deepEqual(await endsAt(store, 500), [
      'imap of web1.example.com shows a certificate that ends later.',
      'site of web1.example.com is not checked any more.',
      'smtp of web1.example.com shows no certificate any more.',
    ])
  },
)

testOnStores('an incident of a host that was renamed goes on, and ends with what its check is now', async (store) => {
  const agent = await agentIn(store, 'Web1.example.com')
  await judged(store, [toldByCheck(agent, 'service_down', 0)])
  await store.change(renameAgent, { from: 'Web1.example.com', to: 'Host9.example.net', now: NOW, by: BY })
  await agentTells(store, agent, NOW + 400, { checks: [notedCheck('imap', { state: 'down' })] })
  assert.deepEqual(await endsAt(store, 400), ['open'])
  await agentTells(store, agent, NOW + 500, { checks: [notedCheck('imap')] })
  assert.deepEqual(await endsAt(store, 500), ['The agent says that imap of web1.example.com is up.'])
})

testOnStores('nothing is expected of a host that may not report, or was forgotten', async (store) => {
  const agent = await agentIn(store)
  await judged(store, [toldByCheck(agent, 'service_down', 0), toldByCheck(agent, 'network_down', 0)])
  await agentTells(store, agent, NOW + 400, { checks: [notedCheck('imap', { state: 'down' })], status: NO_NETWORK })
  assert.deepEqual(await endsAt(store, 400), ['open', 'open'])
  await store.change(revokeAgent, { host: 'web1.example.com', now: NOW + 500, by: BY })
  const expected = 'The host may report no more, so nothing is expected of it.'
  assert.deepEqual(await endsAt(store, 500), [expected, expected])
  await judged(store, [toldByCheck(agent, 'service_down', 600)], NOW + 600)
  await store.change(forgetAgent, { host: 'web1.example.com', now: NOW + 700, by: BY })
  assert.deepEqual(await endsAt(store, 700), [expected, expected, expected])
})
