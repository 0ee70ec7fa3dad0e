import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toldKinds } from '../../../agent/collect/told-kinds.ts'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { QUIET } from '../../support/counted-traffic.ts'
import { exampleConfig, exampleFollower } from '../../support/example-config.ts'

test('each source is named once with the kinds of its driver, each inbox by its path, the agent, and the rules that run', () => {
  const config = {
    ...exampleConfig('/var/lib/spoor'),
    followers: [exampleFollower('login', '/a'), exampleFollower('login', '/b')],
    receivers: [],
    events: 'all' as const,
  }
  const inbox = { name: 'hook', path: '/spool/inbox', kinds: ['mailbox_created'] as const, users: [0] }
  const [login, hook, agent, rules, ...more] = toldKinds(config, [inbox])
  assert.deepEqual(more, [])
  assert.deepEqual([login?.source, login?.path, login?.kinds.includes('login_failed')], ['login', undefined, true])
  assert.deepEqual(hook, { source: 'inbox', path: '/spool/inbox', kinds: ['mailbox_created'] })
  assert.ok(agent?.source === 'agent' && agent.kinds.includes('agent_alive') && !agent.kinds.includes('hooks_missing'))
  assert.ok(rules?.source === 'rules' && rules.kinds.includes('mailbox_takeover'))
  assert.ok(rules.kinds.every((kind) => KINDS.some((known) => known === kind)))
})

test('rules of which nobody wants to hear tell nothing', () => {
  const config = { ...exampleConfig('/var/lib/spoor'), receivers: [], events: ['login'] as const }
  assert.equal(
    toldKinds(config, []).some(({ source }) => source === 'rules'),
    false,
  )
})

test('of itself the agent tells where somebody wants to hear of it', () => {
  const told = (events: 'spoor' | 'takeover' | 'checks' | 'agent' | 'all'): boolean => {
    const config = { ...exampleConfig('/var/lib/spoor'), receivers: [], events }
    return toldKinds(config, []).some(({ source }) => source === 'agent')
  }
  assert.deepEqual(
    [told('spoor'), told('takeover'), told('checks'), told('agent'), told('all')],
    [false, false, false, true, true],
  )
})

test('counting requests tells what the rules that are on can say', () => {
  const config = { ...exampleConfig('/var/lib/spoor'), receivers: [], events: ['login'] as const }
  const traffic = { ...QUIET, logins: { over: 30, window: 300, clear: 0.8 } }
  assert.deepEqual(toldKinds({ ...config, traffic: QUIET }, []), toldKinds(config, []))
  assert.deepEqual(toldKinds({ ...config, traffic }, []).find(({ source }) => source === 'traffic')?.kinds, [
    'web_logins_high',
    'web_logins_recovered',
  ])
})
