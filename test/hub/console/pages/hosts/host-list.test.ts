import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellOf } from '../../../../../hub/console/pages/hosts/cell.ts'
import { hostsHeadline } from '../../../../../hub/console/pages/hosts/headline.ts'
import { inOrderOf } from '../../../../../hub/console/pages/hosts/held-lines.ts'
import { type FleetSight, healthOf } from '../../../../../hub/console/pages/hosts/host-health.ts'
import { type HostLine, linesOf, wantedLines, wishIn } from '../../../../../hub/console/pages/hosts/host-list.ts'
import { columnsOf } from '../../../../../hub/console/pages/hosts/source-columns.ts'
import type { ListedHost } from '../../../../../hub/contract/host-contract.ts'

function hostCalled(host: string, change: Partial<ListedHost> = {}): ListedHost {
  return {
    host,
    former_names: [],
    label: '',
    created: 0,
    reported: 100,
    reports: 1,
    last_event: null,
    stale: 0,
    left_out: 0,
    status_at: 100,
    version: '0.2.0',
    health: 'healthy',
    lag: 0,
    may_report: true,
    ...change,
  }
}

type Source = FleetSight['sources'][number]

function source(name: string, change: Partial<Source> = {}): Source {
  return { source: name, path: `/var/log/${name}`, word: 'seen', since: null, why: '', last: 90, ...change }
}

function sightOf(host: string, sources: readonly Source[], change: Partial<FleetSight> = {}): FleetSight {
  return { host, word: 'seen', since: null, why: '', heard: 100, silent: false, sources, ...change }
}

const BLIND = source('exim', { word: 'blind', since: 40, why: 'permission denied' })

test('a host is as ill as the worst of what the hub sees of it and what its agent says', () => {
  const well = sightOf('a', [source('login'), source('exim')])
  const partly = sightOf('a', [source('login'), BLIND], { word: 'blind' })
  const wholly = sightOf('a', [BLIND], { word: 'blind' })
  const silent = sightOf('a', [BLIND], { word: 'blind', silent: true })
  const of = (change: Partial<ListedHost>, sight: FleetSight | undefined): string =>
    healthOf(hostCalled('a', change), sight)
  assert.deepEqual(
    [of({}, well), of({ health: 'degraded' }, well), of({ health: 'down' }, well)],
    ['healthy', 'degraded', 'down'],
  )
  assert.deepEqual([of({}, partly), of({}, wholly), of({}, silent)], ['degraded', 'down', 'silent'])
  assert.equal(of({}, sightOf('a', [source('login', { word: 'late' })], { word: 'late' })), 'late')
  assert.equal(of({}, sightOf('a', [source('login', { word: 'gap' })], { word: 'gap' })), 'degraded')
  assert.equal(of({ health: null }, sightOf('a', [])), 'untold')
  assert.equal(of({ reported: null, status_at: null }, silent), 'never')
  assert.equal(of({}, undefined), 'revoked')
})

test('a cell has the worst of its sources, and of a silent host nobody knows', () => {
  const mixed = sightOf('a', [source('login', { last: 70 }), BLIND, source('exim', { path: '/b', last: 95 })])
  assert.deepEqual(cellOf(mixed, { sources: ['exim'] }), {
    word: 'blind',
    count: 1,
    all: 2,
    time: 40,
    why: 'permission denied',
  })
  assert.deepEqual(cellOf(mixed, { sources: ['login'] }), { word: 'seen', count: 1, all: 1, time: 70, why: '' })
  assert.equal(cellOf(mixed, { sources: ['sshd'] }).word, 'never')
  const silent = cellOf({ ...mixed, silent: true, heard: 33 }, { sources: ['login', 'exim'] })
  assert.deepEqual([silent.word, silent.time], ['unknown', 33])
})

test('sources stand in the order of an attack, and no more than eleven columns are made of any number', () => {
  const titles = (names: readonly string[]): readonly string[] =>
    columnsOf(names).map(({ sources }) => sources.join('+'))
  assert.deepEqual(titles(['exim', 'own', 'login', 'exim', '']), ['login', 'exim', '', 'own'])
  const usual = ['login', 'access', 'error', 'session', 'api-tokens', 'accounting', 'exim', 'dovecot']
  const twelve = [...usual, 'pure-ftpd', 'sshd', 'inbox', 'rules']
  assert.equal(titles(twelve).length, 11)
  assert.equal(titles(twelve).at(-1), 'inbox+rules')
  for (const count of [1, 5, 40]) {
    const names = [...twelve, ...Array.from({ length: count }, (_, index) => `own${index}`)]
    const columns = columnsOf(names)
    assert.ok(columns.length <= 11)
    assert.deepEqual(columns.flatMap(({ sources }) => sources).toSorted(), names.toSorted())
  }
})

const HOSTS = [
  hostCalled('b.example.com', { label: 'Shared', version: '0.10.0', lag: 5 }),
  hostCalled('a.example.com', { version: '0.9.1', lag: 90 }),
  hostCalled('c.example.com', { former_names: ['old.example.com'], version: null, lag: null }),
]

const SIGHTS = [
  sightOf('b.example.com', [source('login')]),
  sightOf('a.example.com', [source('login')]),
  sightOf('c.example.com', [source('login'), BLIND], { word: 'blind' }),
]

function wanted(query: string): readonly string[] {
  const lines = linesOf(HOSTS, SIGHTS, columnsOf(['login', 'exim']))
  return wantedLines(lines, wishIn(new URLSearchParams(query))).map(({ host }) => host.host[0] ?? '')
}

test('the query says which hosts are shown, by name, former name, label and word, and in which order', () => {
  assert.deepEqual(wanted(''), ['c', 'a', 'b'])
  assert.deepEqual(wanted('sort=name'), ['a', 'b', 'c'])
  assert.deepEqual(wanted('sort=version'), ['c', 'a', 'b'])
  assert.deepEqual(wanted('sort=lag'), ['a', 'b', 'c'])
  assert.deepEqual([wanted('q=shared'), wanted('q=OLD.'), wanted('q=nothing')], [['b'], ['c'], []])
  assert.deepEqual(
    [wanted('word=blind'), wanted('word=never'), wanted('word=toString')],
    [['c'], ['a', 'b'], ['c', 'a', 'b']],
  )
  assert.deepEqual(wanted('sort=constructor'), ['c', 'a', 'b'])
})

test('a host without credentials is revoked, and one that enrolled a moment ago is not', () => {
  const revoked = hostCalled('x.example.com', { may_report: false })
  const fresh = hostCalled('y.example.com', { reported: null, status_at: null })
  const lines = linesOf([revoked, fresh], [], columnsOf(['login']))
  assert.deepEqual(
    lines.map(({ health, cells }) => [health, cells.length]),
    [
      ['revoked', 0],
      ['never', 0],
    ],
  )
})

test('under a hand nothing moves: known hosts stay in their place and band, and new ones come last', () => {
  const line = (name: string, health: HostLine['health'], band: HostLine['band']): HostLine => {
    return { host: hostCalled(name), sight: undefined, health, band, cells: [] }
  }
  const held = inOrderOf(
    [line('b', 'healthy', 'well'), line('gone', 'healthy', 'well'), line('a', 'silent', 'look')],
    [line('new', 'down', 'look'), line('b', 'silent', 'look'), line('a', 'healthy', 'well')],
  )
  assert.deepEqual(
    held.map(({ host, health, band }) => [host.host, health, band]),
    [
      ['b', 'silent', 'well'],
      ['a', 'healthy', 'look'],
      ['new', 'down', 'look'],
    ],
  )
})

test('the headline is one true sentence, and hosts that may not report are no part of it', () => {
  assert.equal(hostsHeadline(['healthy', 'healthy', 'revoked']), 'All two hosts are well.')
  assert.equal(hostsHeadline(['healthy']), 'The host is well.')
  assert.equal(hostsHeadline(['never']), 'The host is not well. One never reported.')
  assert.equal(
    hostsHeadline(['never', 'silent']),
    'None of the two hosts is well. One is silent and one never reported.',
  )
  assert.equal(hostsHeadline(['revoked']), 'No host may report.')
  const all = ['silent', 'degraded', 'degraded', 'late', 'healthy', 'revoked'] as const
  assert.equal(hostsHeadline(all), 'One of five hosts is well. One is silent, two are degraded and one is late.')
})
