import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hostSight, type HostSight } from '../../../hub/coverage/matrix.ts'
import type { CoveredAgent } from '../../../hub/store/ask/covered-agents.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import type { AgentStatus } from '../../../lib/agent-status/agent-status.ts'
import { type Kind, KINDS } from '../../../lib/event/catalogue.ts'
import { HEALTHY } from '../../support/healthy-status.ts'

const NOW = 1_795_161_600
const DAY = 86_400
const LOGIN = '/logs/login_log'
const MAIL = '/var/log/maillog'

const counts = { lines: 9, unrecognised: 0, events: 1 }
const STATUS: AgentStatus = {
  ...HEALTHY,
  sources: [
    { source: 'login', path: LOGIN, ...counts },
    { source: 'dovecot', path: MAIL, ...counts },
    { source: 'inbox', path: '/spool/inbox', ...counts },
  ],
  tells: [
    { source: 'login', kinds: ['login', 'login_failed'] },
    { source: 'dovecot', kinds: ['login'] },
    { source: 'inbox', path: '/spool/inbox', kinds: ['mailbox_created'] },
    { source: 'rules', kinds: ['mailbox_takeover'] },
  ],
}

function seen(log: string, kind: Kind, ago: number): CoveredAgent['seen'][number] {
  return { agent: 1, log, kind: kindNumber(kind), seen: NOW - ago }
}

const SEEN = [
  seen(LOGIN, 'login', 60),
  seen(LOGIN, 'login_failed', 2 * DAY),
  seen(MAIL, 'login', 90),
  seen('', 'mailbox_created', 100),
]

function sight(change: Partial<CoveredAgent> = {}, status: Partial<AgentStatus> | null = {}): HostSight {
  const told = status === null ? null : JSON.stringify({ ...STATUS, ...status })
  const agent = {
    agent: 1,
    host: 'web1',
    heard: NOW - 60,
    reported: NOW - 60,
    status: told,
    status_at: NOW - 60,
    seen: SEEN,
    unseen: [],
  }
  return hostSight({ ...agent, ...change }, { now: NOW, silence: 900 })
}

function words({ sources }: HostSight): readonly string[] {
  return sources.flatMap(({ source, word, cells }) => [
    `${source}: ${word}`,
    ...cells.map((cell) => `${source} ${cell.kind}: ${cell.word}`),
  ])
}

test('each kind of each source is seen or quiet, and by which source it was told', () => {
  const host = sight()
  assert.deepEqual([host.word, host.why], ['seen', ''])
  assert.deepEqual(words(host), [
    'login: seen',
    'login login: seen',
    'login login_failed: quiet',
    'dovecot: seen',
    'dovecot login: seen',
    'inbox: seen',
    'inbox mailbox_created: seen',
    'rules: quiet',
    'rules mailbox_takeover: quiet',
  ])
  assert.deepEqual(host.sources[0]?.cells[1], { kind: 'login_failed', word: 'quiet', last: NOW - 2 * DAY })
})

test('what an agent told before it sent places counts for the logs that can tell it, unless something else can', () => {
  const host = sight({ seen: [seen('', 'login', 60), seen('', 'mailbox_created', 60)] })
  assert.deepEqual(
    words(host).filter((each) => / .*: seen$/.test(each)),
    ['login login: seen', 'dovecot login: seen', 'inbox mailbox_created: seen'],
  )
})

test('what no source there tells is never seen; a gap is told by the agent itself', () => {
  const { never } = sight()
  const told = new Set(['login', 'login_failed', 'mailbox_created', 'mailbox_takeover', 'log_gap'])
  assert.deepEqual(
    never,
    KINDS.filter((kind) => !told.has(kind)),
  )
})

test('of a host that is not heard, or reads nothing, everything is blind, with the reason', () => {
  const silent = sight({ heard: NOW - 900 })
  assert.deepEqual([silent.word, silent.since, silent.why], ['blind', NOW - 900, 'nothing was heard of the host'])
  assert.ok(words(silent).every((each) => each.endsWith(': blind')))
  assert.deepEqual([silent.silent, sight({ heard: NOW - 899 }).silent], [true, false])
  const row = { agent: 1, path: '', told: null, times: 0, seen: null }
  const held = sight({ unseen: [{ ...row, source: '*', problem: 'The collector does not run.', since: NOW - 50 }] })
  assert.deepEqual([held.word, held.since, held.why], ['blind', NOW - 50, 'The collector does not run.'])
  assert.equal(held.silent, false)
})

test('a log that cannot be read is blind with its kinds, and others are not; one that is read again is seen', () => {
  const row = { agent: 1, source: 'login', path: LOGIN, problem: 'is not there', told: null, times: 0, seen: null }
  const host = sight({ unseen: [{ ...row, since: NOW - 50 }] })
  assert.deepEqual([host.word, host.why], ['blind', 'is not there'])
  assert.deepEqual(words(host).slice(0, 4), [
    'login: blind',
    'login login: blind',
    'login login_failed: blind',
    'dovecot: seen',
  ])
  assert.equal(sight({ unseen: [{ ...row, since: null }] }).word, 'seen')
})

test('while reports wait on the host, everything is late', () => {
  const host = sight({}, { lag: 7200 })
  assert.deepEqual(
    [host.word, host.since, host.why],
    ['late', NOW - 60 - 7200, 'its oldest report has waited there for 2 h'],
  )
  assert.ok(words(host).every((each) => each.endsWith(': late')))
  assert.equal(sight({}, { lag: 899 }).word, 'seen')
})

test('a log that lost lines has a gap for a day, also if they were lost in a rotated copy of it', () => {
  for (const log of [MAIL, `${MAIL}.1`, '/var/log/archive/maillog-11-2026.gz'])
    assert.deepEqual(sight({ seen: [...SEEN, seen(log, 'log_gap', DAY - 1)] }).word, 'gap', log)
  assert.equal(sight({ seen: [...SEEN, seen(MAIL, 'log_gap', DAY)] }).word, 'seen')
})

test('a source of which the hub gets nothing is never seen, and that is no fault', () => {
  const host = sight({ seen: [] }, { tells: [{ source: 'login', kinds: [] }] })
  assert.equal(host.sources[0]?.word, 'never')
  assert.equal(host.word, 'seen')
})

test('an agent that does not say what it can tell has what it told, and nobody knows what is missing', () => {
  const { tells: _, ...early } = STATUS
  const host = sight({ status: JSON.stringify(early) })
  assert.equal(host.never, null)
  assert.deepEqual(
    words(host).filter((each) => !each.startsWith('login')),
    ['dovecot: seen', 'dovecot login: seen', 'inbox: quiet', 'rules: seen', 'rules mailbox_created: seen'],
  )
})

test('of App::Spoor, which says nothing of itself, there are the logs that it told of', () => {
  const host = sight({ status: null, status_at: null, seen: [seen('', 'login', 60), seen(LOGIN, 'login', 5)] })
  assert.deepEqual(words(host), [': seen', ' login: seen', 'rules: seen', 'rules login: seen'])
  assert.equal(host.word, 'unknown')
})

test('nobody knows of a host that never reported, or says nothing of what it reads; silent, it is blind as any', () => {
  const never = { status: null, status_at: null, reported: null, seen: [] }
  const enrolled = sight(never)
  assert.deepEqual(
    [enrolled.word, enrolled.since, enrolled.why],
    ['unknown', NOW - 60, 'it has not reported since it enrolled'],
  )
  assert.equal(sight({ ...never, heard: NOW - 900 }).word, 'blind')
  const untold = { word: 'unknown', since: null, why: 'its agent does not say which logs it reads' }
  for (const host of [
    sight({ ...never, reported: NOW - 60 }),
    sight({ status: '{"version":7}' }),
    sight({ seen: [] }, { sources: [], tells: [] }),
  ])
    assert.deepEqual({ word: host.word, since: host.since, why: host.why }, untold)
})
