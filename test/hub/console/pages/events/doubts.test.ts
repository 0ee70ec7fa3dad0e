import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doubtsOf } from '../../../../../hub/console/pages/events/doubts.ts'
import type { CoverageAnswer, SightWord } from '../../../../../hub/contract/coverage-contract.ts'

type Host = CoverageAnswer['hosts'][number]

function host(name: string, word: SightWord, since: number | null, change: Partial<Host> = {}): Host {
  const sources = since === null ? [] : [{ source: 'a', path: '/a', word, since, why: '', last: null }]
  return { host: name, word, since, why: '', heard: 0, silent: false, sources, ...change }
}

const HOSTS = [
  host('s', 'blind', 500, { silent: true }),
  host('b', 'blind', 500),
  host('l', 'late', 500),
  host('g', 'gap', 500),
  host('n', 'never', null),
  host('u', 'unknown', null),
]

function named(...parts: Parameters<typeof doubtsOf>): string {
  return [...doubtsOf(...parts)].map(([reason, names]) => `${reason}: ${names.join(' ')}`).join(', ')
}

test('whoever could not look in a time is named, by why', () => {
  assert.equal(named(HOSTS, [], { from: 400 }), 'silent: s, blind: b, late: l, gap: g, never: n, unknown: u')
})

test('what began after a time, or was lost before it, says nothing of it', () => {
  assert.equal(named(HOSTS, [], { from: 100, until: 500 }), 'never: n, unknown: u')
  assert.equal(named(HOSTS, [], { from: 501 }), 'silent: s, blind: b, late: l, never: n, unknown: u')
})

test('who was not seen for a part of a time that is over is named, once, unless its events are left out', () => {
  const over = [
    { host: 's', time: 300, fields: { since: 200 } },
    { host: 'x', time: 300, fields: { since: 200 } },
    { host: 'y', time: 90, fields: { since: 50 } },
    { host: 'z', time: 900, fields: { since: 400 } },
    { host: 'lost', time: 150, fields: {} },
  ]
  assert.equal(named([], over, { from: 100, until: 400 }), 'past: s x lost')
  assert.equal(named(HOSTS.slice(0, 1), over, { from: 100 }, ['x']), 'silent: s, past: z lost')
})
