import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nowHeadline, type Unseen, unseenOf, worstFirst } from '../../../../../hub/console/pages/now/headline.ts'
import type { CoverageAnswer } from '../../../../../hub/contract/coverage-contract.ts'
import type { OpenCount } from '../../../../../hub/contract/incident-counts-contract.ts'

const ALL_SEEN: Unseen = { count: 0, all: 48, names: [] }
const TWO_BLIND: Unseen = { count: 2, all: 48, names: ['srv07', 'srv19'] }

function said(open: readonly (readonly [OpenCount['kind'], OpenCount['severity'], number])[], unseen?: Unseen): string {
  const counts = open.map(([kind, severity, count]) => ({ kind, severity, assigned: false, count }))
  const { incidents, unseen: blind } = nowHeadline({ open: counts, contained: 0, ended: 0 }, unseen)
  return `${incidents} ${blind}`.trim()
}

test('takeovers come first, then what else is urgent, then what is not visible', () => {
  assert.equal(said([['compromise', 'critical', 2]], ALL_SEEN), 'Two takeovers need attention now.')
  assert.equal(
    said(
      [
        ['compromise', 'critical', 1],
        ['attack', 'high', 13],
        ['attack', 'medium', 4],
      ],
      { ...TWO_BLIND, count: 1 },
    ),
    'One takeover needs attention now. 13 more incidents are urgent. One host is not fully visible.',
  )
  assert.equal(said([['blind_spot', 'high', 1]]), 'One incident needs attention now.')
  assert.equal(
    said([['compromise', 'medium', 1]], TWO_BLIND),
    'Nothing is urgent. One incident is open. Two hosts are not fully visible.',
  )
})

test('that all is quiet is only said of the hosts that are seen, and those that are not are named', () => {
  assert.equal(said([], ALL_SEEN), 'All is quiet on all 48 hosts.')
  assert.equal(
    said([], TWO_BLIND),
    'All is quiet on the 46 of 48 hosts that are fully visible. What happens on srv07 and srv19, we cannot fully know.',
  )
  const many = { count: 9, all: 48, names: ['a', 'b', 'c', 'd'] }
  assert.match(said([], many), /What happens on a, b and 7 others, we cannot fully know\.$/)
  const nobody = { count: 2, all: 2, names: ['a', 'b'] }
  assert.match(said([], nobody), /^No incident is open, but no host is fully visible\./)
  assert.equal(said([], undefined), 'No incident is open.')
})

test('hosts are counted by what is wrong, and the worst and longest stands first', () => {
  const host = (
    name: string,
    word: CoverageAnswer['hosts'][number]['word'],
    since: number,
  ): CoverageAnswer['hosts'][number] => ({
    host: name,
    word,
    since,
    why: '',
    heard: 0,
    silent: false,
    sources: [],
  })
  const hosts = [
    host('new', 'unknown', 1),
    host('gap', 'gap', 1),
    host('later', 'blind', 9),
    host('late', 'late', 1),
    host('blind', 'blind', 5),
  ]
  const none = { blind: 0, late: 0, gap: 0, unknown: 0, quiet: 0, seen: 0, never: 0 }
  const summary = { hosts: { ...none, blind: 2, late: 1, gap: 1, unknown: 1, seen: 6 }, sources: none }
  const names = ['blind', 'later', 'late', 'gap', 'new']
  assert.deepEqual(
    worstFirst(hosts).map(({ host: name }) => name),
    names,
  )
  assert.deepEqual(unseenOf({ summary, hosts, next: null }), { count: 5, all: 11, names })
  assert.equal(unseenOf(undefined), undefined)
})
