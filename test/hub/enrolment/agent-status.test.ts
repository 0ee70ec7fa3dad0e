import assert from 'node:assert/strict'
import { WISHED } from '../../../hub/enrolment/wished-fields.ts'
import { everyAgent } from '../../../hub/store/ask/every-agent.ts'
import type { Question } from '../../../hub/store/store.ts'
import { type AgentStatus, LARGEST_STATUS } from '../../../lib/agent-status/agent-status.ts'
import { newSecret } from '../../../lib/credentials/secret.ts'
import { enrolIn, identifierIn, tokenIn } from '../../support/enrolment.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const STATUS: AgentStatus = {
  version: '0.2.0',
  health: 'degraded',
  warnings: [{ code: 'collector_not_running', severity: 'error', text: 'The collector does not run.' }],
  lag: 90,
  waiting: 3,
  refused: 0,
  roles: { collector: { running: false }, transmitter: { running: true, startedAt: NOW * 1000 } },
  sources: [{ source: 'login', path: '/logs/login_log', lines: 9, unrecognised: 0, events: 1 }],
}

/** When the only agent told its checks. */
const checksTold: Question<null, number | null> = {
  name: 'checks-told',
  run: async (db) => (await db.selectFrom('agent').select('checks_told').executeTakeFirstOrThrow()).checks_told,
}

testOnStores('the last status of an agent counts, and is what lists show', async (store, context) => {
  let now = NOW * 1000
  const hub = await runHub(store, context, {
    clock: { now: () => now, sleep: async () => undefined },
  })
  const secret = newSecret()
  const identifier = identifierIn(await enrolIn(store, await tokenIn(store, {}), 'web1.example.com', { secret }))
  const put = async (status: unknown): Promise<number> => {
    const headers = { authorization: `Basic ${btoa(`${identifier}:${secret}`)}` }
    const answer = await hub.ask('/api/agents/status', { method: 'PUT', headers, body: JSON.stringify(status) })
    if (answer.status === 204 || answer.status === 429) assert.equal(answer.headers.get('spoor-fields'), WISHED)
    return answer.status
  }
  const shown = async (): Promise<unknown> => {
    const [agent] = await store.ask(everyAgent, { now: NOW })
    return [agent?.health, agent?.version, agent?.lag, agent?.status_at]
  }
  assert.equal(await put(STATUS), 204)
  assert.deepEqual(await shown(), ['degraded', '0.2.0', 90, NOW])
  assert.equal(await put({ ...STATUS, health: 'healthy' }), 429, 'each costs a commit')
  now += 10_000
  assert.equal(await put({ ...STATUS, health: 'healthy', lag: 0, later: 'a key of later versions' }), 204)
  assert.deepEqual(await shown(), ['healthy', '0.2.0', 0, NOW + 10])
  assert.equal(await store.ask(checksTold, null), null, 'nothing was said of checks')
  now += 10_000
  const wrong = [
    { health: 'great' },
    { lag: -1 },
    { lag: 1.5 },
    { version: 'x'.repeat(65) },
    { version: 'a\0' },
    { warnings: Array.from({ length: 51 }, () => STATUS.warnings[0]) },
    { sources: undefined },
    { roles: { ['x'.repeat(33)]: { running: true } } },
  ]
  for (const change of wrong) assert.equal(await put({ ...STATUS, ...change }), 400, JSON.stringify(change))
  assert.equal(await put({ ...STATUS, more: 'x'.repeat(LARGEST_STATUS) }), 413)
  assert.deepEqual(await shown(), ['healthy', '0.2.0', 0, NOW + 10])
  now += 10_000
  assert.equal(await put({ ...STATUS, checks: [] }), 204)
  assert.equal(await store.ask(checksTold, null), NOW + 30, 'that there are none')
})
