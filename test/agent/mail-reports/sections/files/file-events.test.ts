import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangedFile, Difference } from '../../../../../agent/files/comparison.ts'
import type { Listed } from '../../../../../agent/files/listed.ts'
import { changesText } from '../../../../../agent/mail-reports/sections/files/changes-text.ts'
import { fileEvents } from '../../../../../agent/mail-reports/sections/files/file-events.ts'
import { HeldDifferences } from '../../../../../agent/mail-reports/sections/files/held-differences.ts'
import { checkedEvent } from '../../../../../lib/event/check.ts'

const NOW = 1_795_870_931_500

function file(name: string, more: Partial<Listed> = {}): Listed {
  return { name, type: 'f', mode: 0o644, uid: 0, gid: 0, size: 1, ...more }
}

function changed(
  name: string,
  aspects: ChangedFile['aspects'],
  [was, is]: readonly [number, number] = [0o644, 0o644],
): Difference {
  return { is: 'changed', before: file(name, { mode: was }), after: file(name, { mode: is }), aspects }
}

function held(all: Iterable<Difference>, ...bounds: ConstructorParameters<typeof HeldDifferences>): HeldDifferences {
  const differences = new HeldDifferences(...bounds)
  for (const difference of all) differences.add(difference)
  return differences
}

/** Events without what all have in common, all of them checked. */
function eventsOf(
  ...parts: Parameters<typeof fileEvents> extends [infer H, infer B, unknown] ? [H, B?] : never
): readonly unknown[] {
  return fileEvents(parts[0], parts[1], NOW).map((event) => {
    assert.deepEqual(checkedEvent(event), event)
    const { time, context, service, ...rest } = event
    assert.deepEqual([time, context, service], [1_795_870_931, 'system', null])
    return rest
  })
}

const named = (path: string, file_change: string, file_aspect: string | null): unknown => ({
  type: 'file_changed',
  path,
  file_change,
  file_aspect,
})

test('each file that changed is an event, worst first: setuid that was not there, then content, then the rest', () => {
  const events = eventsOf(
    held([
      { is: 'removed', before: file('/a') },
      changed('/b', ['mode', 'owner']),
      { is: 'new', after: file('/c') },
      changed('/d', ['content', 'size', 'mode']),
      changed('/e', ['content'], [0o4755, 0o4755]),
      changed('/f', ['mode'], [0o755, 0o4755]),
      { is: 'new', after: file('/g', { mode: 0o2755 }) },
      { is: 'new', after: { name: '/h', type: 'd', mode: 0o2775, uid: 0, gid: 0 } },
      { is: 'unknown', name: '/i', reason: 'permission denied' },
    ]),
  )
  assert.deepEqual(events, [
    named('/f', 'changed', 'setuid'),
    named('/g', 'new', 'setuid'),
    named('/e', 'changed', 'content'),
    named('/d', 'changed', 'content'),
    named('/c', 'new', null),
    named('/h', 'new', null),
    named('/b', 'changed', 'owner'),
    named('/a', 'removed', null),
  ])
})

test('a setgid that takes the place of a setuid is one that was not there', () => {
  assert.deepEqual(eventsOf(held([changed('/a', ['mode'], [0o4755, 0o2755])])), [named('/a', 'changed', 'setuid')])
  assert.deepEqual(eventsOf(held([changed('/a', ['mode'], [0o6755, 0o2755])])), [named('/a', 'changed', 'mode')])
})

test('a hundred files are named, and all others are one event with their number', () => {
  const many = Array.from({ length: 250 }, (_, number) => changed(`/${number}`, ['content']))
  const setuid: Difference = { is: 'new', after: file('/z', { mode: 0o4755 }) }
  const bounds = { differences: 120, characters: 10_000 }
  const all = held([...many, setuid, { is: 'unknown', name: '/', reason: 'x' }], bounds, bounds)
  const events = eventsOf(all)
  assert.deepEqual([events.length, events[0]], [101, named('/z', 'new', 'setuid')])
  assert.deepEqual(events[100], { type: 'files_changed', files: 151 })
  const text = [...changesText({ held: all, by: undefined, since: 0 })]
  assert.equal(text.length, 1 + 1 + 120 + 1)
  assert.match(text[1] ?? '', /^new {6}\/z: .*mode 4755/)
  assert.equal(text.at(-1), 'More than can be shown. New: 0, removed: 0, changed: 130, unknown: 1.')
})

test('long names fill the room before many do', () => {
  const long = Array.from({ length: 9 }, (_, number): Difference => ({
    is: 'removed',
    before: file(`/${number}`.padEnd(100, 'x')),
  }))
  const all = held(long, { differences: 100, characters: 350 })
  assert.deepEqual([all.kept.length, all.left.removed, all.counts.removed], [3, 6, 9])
})

test('what packages explain is one event and one line with their number', () => {
  const [one, other, stranger] = [changed('/a', ['content']), changed('/b', ['content']), changed('/c', ['content'])]
  const all = held([one, other, stranger])
  const by = new Map([
    [one, 'bash'],
    [other, 'bash'],
  ])
  assert.deepEqual(eventsOf(all, by), [
    named('/c', 'changed', 'content'),
    { type: 'files_updated', files: 2, packages: 1 },
  ])
  assert.deepEqual([...changesText({ held: all, by, since: 0 })].slice(1), [
    'changed  /c: content',
    '2 files by 1 package update: bash',
  ])
})

test('a name that is no UTF-8, or longer than a field, is an event, too', () => {
  const long = `/${'ä'.repeat(5000)}`
  const events = eventsOf(
    held([
      { is: 'new', after: file('/\u00FF\n') },
      { is: 'new', after: file(Buffer.from(long).toString('latin1')) },
    ]),
  )
  assert.deepEqual(events, [named('/\uFFFD\n', 'new', null), named(`${long.slice(0, 4095)}…`, 'new', null)])
})

test('where nothing changed there is no event', () => {
  assert.deepEqual(eventsOf(held([])), [])
})
