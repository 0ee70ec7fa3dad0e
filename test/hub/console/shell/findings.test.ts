import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destinations } from '../../../../hub/console/shell/destinations.ts'
import { type Finding, findingsFor } from '../../../../hub/console/shell/findings.ts'
import { preferences } from '../../../../hub/console/state/preferences.ts'
import type { FacetsAnswer } from '../../../../hub/contract/event-contract.ts'

const EXPORT = 'export'

/** What Enter takes for a text, where a page has a key that exports. */
function first(text: string, parts: { mayManage?: boolean; facets?: FacetsAnswer } = {}): Finding | undefined {
  const { mayManage = true, facets } = parts
  const keys = [{ title: 'here', commands: [{ keys: 'e', words: EXPORT, run: () => undefined }] }]
  const places = destinations(mayManage, () => undefined)
  return findingsFor(text, { hosts: undefined, facets, keys, places })[0]
}

test('a page, or a part of one, is found by its name before the events that have the word', () => {
  const found = ['hosts', 'people', 'audit', 'channels', 'add a host'].map((text) => first(text)?.target)
  assert.deepEqual(found, ['/hosts', '/settings/people', '/settings/audit', '/alerts?show=channels', '/first-host'])
})

test('an incident is found by its number', () => {
  for (const text of ['9', '#9', 'incident 9', 'Incident 9']) assert.equal(first(text)?.target, '/incidents/9', text)
  assert.notEqual(first('0')?.target, '/incidents/0')
})

test('choices and commands are found by what they are called', () => {
  for (const [text, name, value] of [
    ['dark', 'theme', 'dark'],
    ['utc', 'times', 'utc'],
    ['roomy', 'density', 'comfortable'],
  ] as const) {
    const target = first(text)?.target
    if (typeof target === 'function') target()
    assert.equal(preferences.value[name], value)
  }
  assert.equal(first('sign out')?.words, 'Sign out')
  assert.equal(first(EXPORT)?.words, EXPORT)
})

test('a part of an address finds the addresses that have it', () => {
  const ip = [{ value: '203.0.113.7', count: 3 }]
  const facets = { total: 3, whole: true, spans: [], facets: { ip, mailbox: [], host: [], severity: [], type: [] } }
  assert.equal(first('113.7', { facets })?.target, '/address/203.0.113.7')
})

test('nobody is led to what only admins see', () => {
  for (const text of ['people', 'audit', 'add a host'])
    assert.equal(first(text, { mayManage: false })?.group, 'In events', text)
})
