import assert from 'node:assert/strict'
import { kindNumber, severityNumber } from '../../hub/store/number-words.ts'
import type { Store } from '../../hub/store/store.ts'
import type { NewEvent } from '../../hub/store/tables.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { enrolAgent } from './enrolled-agent.ts'
import { arrivalOf, eventOf } from './kept-events.ts'
import { apiTokenIn, personIn } from './people.ts'
import type { AskedAnswer, RunningHub } from './running-hub.ts'
import { NOW } from './stores.ts'

/** Who asks: nobody, the agent of web1 or web2, or somebody by role; `reader` is an admin whose token only reads. */
export type As = 'nobody' | 'web1' | 'web2' | 'viewer' | 'analyst' | 'admin' | 'reader' | 'stranger'

/** One request, and what its answer has and has not. */
export interface ApiScenario {
  readonly as: As
  /** GET if absent. */
  readonly method?: string
  readonly url: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  /** What stands in the answer, and what must not. */
  readonly expect?: readonly (string | RegExp)[]
  readonly not?: readonly (string | RegExp)[]
}

/** The headers of each who asks. */
export type Askers = Readonly<Record<As, Readonly<Record<string, string>>>>

/** What a takeover left on web1, and a login that failed on web2; and who may ask. */
export async function apiScene(store: Store): Promise<Askers> {
  const [web1, web2] = [await enrolAgent(store), await enrolAgent(store, 'web2.example.com')]
  const kind = (name: Kind, severity: 'info' | 'low' | 'medium' | 'high' = 'info'): Partial<NewEvent> => ({
    kind: kindNumber(name),
    severity: severityNumber(severity),
  })
  const recipient = '{"forward_recipient":"thief@example.net","log":"/var/log/maillog"}'
  await store.keep(
    arrivalOf(web1.agent, [
      eventOf(web1.agent, 'login', { time: NOW - 60 }),
      eventOf(web1.agent, 'forward', { time: NOW - 30, ...kind('forward_added', 'low'), fields: recipient }),
      eventOf(web1.agent, 'takeover', { time: NOW - 10, ...kind('mailbox_takeover', 'high'), ip: null }),
    ]),
  )
  const failed = { ...kind('login_failed'), mailbox: 'bob@example.com', ip: '203.0.113.9', time: NOW - 5000 }
  const fields = '{"forward_recipient":"Thief@example.net","service":"cpanel"}'
  await store.keep(
    arrivalOf(
      web2.agent,
      [
        eventOf(web2.agent, 'failed', { ...failed, fields: '{"service":"imap"}' }),
        eventOf(web2.agent, 'other', { ...failed, ...kind('forward_added', 'low'), time: NOW - 4000, fields }),
      ],
      { quarantined: [{ reason: 'foreign_host', detail: 'Its host is none.', entry: '{"host":"=cmd()"}' }] },
    ),
  )
  const token = async (
    name: string,
    role: 'viewer' | 'analyst' | 'admin',
    scope: 'read' | 'write',
  ): Promise<object> => {
    await personIn(store, name, role)
    const { authorization } = await apiTokenIn(store, name, { scope })
    return { authorization }
  }
  return {
    nobody: {},
    stranger: { authorization: `Bearer a-22222222.${'x'.repeat(43)}` },
    web1: { authorization: web1.authorization },
    web2: { authorization: web2.authorization },
    viewer: { ...(await token('vic', 'viewer', 'write')) },
    analyst: { ...(await token('ann', 'analyst', 'write')) },
    admin: { ...(await token('chief', 'admin', 'write')) },
    reader: { ...(await token('root', 'admin', 'read')) },
  }
}

/** Asks, and checks what the answer has and has not. */
export async function tryScenario(hub: RunningHub, askers: Askers, scenario: ApiScenario): Promise<AskedAnswer> {
  const { as, method = 'GET', url, body, headers = {}, status, expect = [], not = [] } = scenario
  const init = {
    method,
    headers: { ...askers[as], ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
  const answer = await hub.ask(url, init)
  const what = `${as} ${method} ${url}: ${answer.status} ${answer.text}`
  assert.equal(answer.status, status, what)
  const has = (part: string | RegExp): boolean =>
    typeof part === 'string' ? answer.text.includes(part) : part.test(answer.text)
  for (const part of expect) assert.ok(has(part), `${what}\nlacks ${part}`)
  for (const part of not) assert.ok(!has(part), `${what}\nmust not have ${part}`)
  if (status >= 400)
    assert.match(answer.text, /^\{"code":\d{5},"error":"[A-Z][^"]*(?:\\"[^"]*)*\.","link":"\/errors\/\d{5}"\}\n$/)
  return answer
}
