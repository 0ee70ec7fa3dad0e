import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SightWord } from '../../../hub/contract/coverage-contract.ts'
import type { HostSight } from '../../../hub/coverage/matrix.ts'
import { sightOfKinds } from '../../../hub/coverage/sight-of-kinds.ts'

type Source = HostSight['sources'][number]

function source(path: string, word: SightWord, ...kinds: readonly string[]): Source {
  const cells = kinds.map((kind) => ({ kind, word, last: null }))
  return { source: path === '' ? 'rules' : 'log', path, word, since: null, why: word, last: null, cells }
}

function host(word: SightWord, sources: readonly Source[], change: Partial<HostSight> = {}): HostSight {
  return { host: 'web1', word, since: null, why: '', heard: 1, silent: false, sources, never: [], ...change }
}

const FTP = source('/ftp', 'blind', 'login_failed')
const MAIL = source('/mail', 'seen', 'login')
const RULES = source('', 'quiet', 'mailbox_takeover')

test('what cannot be seen counts only for the kinds that it tells, and for what is concluded', () => {
  const half = host('blind', [FTP, MAIL, RULES])
  for (const [kind, word] of [
    ['login_failed', 'blind'],
    ['login', 'seen'],
    ['mailbox_takeover', 'blind'],
  ] as const)
    assert.equal(sightOfKinds(half, [kind]).word, word, kind)
  const mute = host('blind', [source('/mute', 'blind'), MAIL])
  assert.equal(sightOfKinds(mute, ['login']).word, 'blind')
})

test('kinds of which nothing there tells any are never seen, and unknown if the agent does not say', () => {
  const well = host('seen', [MAIL, RULES])
  assert.equal(sightOfKinds(well, ['whm_terminal_opened']).word, 'never')
  assert.equal(sightOfKinds(well, ['whm_terminal_opened', 'login']).word, 'seen')
  assert.equal(sightOfKinds(host('seen', [MAIL], { never: null }), ['whm_terminal_opened']).word, 'unknown')
  assert.equal(sightOfKinds(host('unknown', [MAIL]), ['login']).word, 'unknown')
})

test('a silent host is blind whatever is asked, and what the hub tells itself needs no source', () => {
  const silent = host('blind', [FTP], { silent: true })
  assert.equal(sightOfKinds(silent, ['whm_terminal_opened']).word, 'blind')
  assert.equal(sightOfKinds(host('seen', [MAIL]), ['host_silent']).word, 'seen')
})
