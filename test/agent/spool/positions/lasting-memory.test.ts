import assert from 'node:assert/strict'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { LastingMemory } from '../../../../agent/spool/positions/lasting-memory.ts'
import type { Notice } from '../../../../lib/notice/notice.ts'

const RULE = { name: 'first-seen', version: 1 }
const DAY = 86_400

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-lasting-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function opened(folder: string, most?: number): { readonly lasting: LastingMemory; readonly told: string[] } {
  const told: string[] = []
  return { lasting: new LastingMemory(folder, ({ code }: Notice) => told.push(code), most), told }
}

test('what was committed is there after a kill, and what was not is as it was', (t) => {
  const folder = temporaryFolder(t)
  const { lasting } = opened(folder)
  lasting.of(RULE).set('anna', { state: { since: 1 }, last: 100 })
  lasting.commit()
  lasting.of(RULE).set('anna', { state: { since: 2 }, last: 100 })
  lasting.of(RULE).set('bob', { state: { since: 3 }, last: 100 })
  // A copy of the files is what a process that dies now leaves.
  const left = temporaryFolder(t)
  for (const name of readdirSync(folder)) cpSync(join(folder, name), join(left, name))
  lasting.close()
  const after = opened(left)
  assert.deepEqual(after.lasting.of(RULE).get('anna'), { state: { since: 1 }, last: 100 })
  assert.equal(after.lasting.of(RULE).get('bob'), undefined)
  assert.deepEqual(after.told, [])
  after.lasting.close()
  assert.equal(statSync(join(folder, 'rules.sqlite')).mode & 0o777, 0o600)
})

test('a state that stays the same is written once a day', (t) => {
  const folder = temporaryFolder(t)
  const { lasting } = opened(folder)
  const keys = lasting.of(RULE)
  keys.set('anna', { state: { since: 1 }, last: 100 })
  const lastAfter = (last: number): number | undefined => {
    const known = keys.get('anna')
    assert.ok(known)
    keys.set('anna', { ...known, last })
    return keys.get('anna')?.last
  }
  assert.deepEqual([lastAfter(200), lastAfter(DAY - 1), lastAfter(DAY), lastAfter(DAY + 1)], [100, 100, DAY, DAY])
  lasting.close()
})

test('keys that were silent for long are forgotten, and so are those of another version of the rule alone', (t) => {
  const folder = temporaryFolder(t)
  const { lasting } = opened(folder)
  const [older, other] = [lasting.of(RULE), lasting.of({ name: 'other', version: 1 })]
  for (const keys of [older, other]) keys.set('anna', { state: {}, last: 100 })
  const keys = lasting.of({ ...RULE, version: 2 })
  keys.set('anna', { state: {}, last: 100 })
  keys.set('bob', { state: {}, last: 200 })
  keys.forgetBefore(150)
  assert.deepEqual(
    [keys, older, other].map((each) => each.get('anna')?.last),
    [undefined, undefined, 100],
  )
  assert.equal(keys.get('bob')?.last, 200)
  lasting.close()
})

test('beyond so many keys of a rule those silent longest are forgotten; other rules have their own', (t) => {
  const { lasting } = opened(temporaryFolder(t), 3)
  const [keys, other] = [lasting.of(RULE), lasting.of({ name: 'other', version: 1 })]
  for (const [name, last] of [
    ['anna', 200],
    ['bob', 100],
    ['carl', 400],
    ['dora', 300],
    ['eve', 150],
  ] as const)
    keys.set(name, { state: {}, last })
  other.set('anna', { state: {}, last: 1 })
  keys.forgetBefore(50)
  assert.deepEqual(
    ['anna', 'bob', 'carl', 'dora', 'eve'].filter((name) => keys.get(name) !== undefined),
    ['anna', 'carl', 'dora'],
  )
  assert.equal(other.get('anna')?.last, 1)
  lasting.close()
})

test('silent keys are searched for once a day, also when the collector starts again, and again after a change', (t) => {
  const folder = temporaryFolder(t)
  // Each has a key that is older than what the search forgets: where it is left, nobody searched.
  const isSearched = (time: number, rule = RULE): boolean => {
    const { lasting } = opened(folder)
    const keys = lasting.of(rule)
    keys.set('old', { state: {}, last: 1 })
    keys.forgetBefore(time)
    const isLeft = keys.get('old') !== undefined
    lasting.close()
    return !isLeft
  }
  assert.deepEqual(
    [10 * DAY, 10 * DAY + 1, 11 * DAY - 1, 11 * DAY, 11 * DAY + 5].map((time) => isSearched(time)),
    [true, false, false, true, false],
  )
  assert.ok(isSearched(11 * DAY, { ...RULE, version: 2 }), 'another version')
  assert.ok(isSearched(9 * DAY, { ...RULE, version: 2 }), 'places are remembered for longer')
})

test('what is forgotten is no longer in the file, where its page is written anyway', (t) => {
  const folder = temporaryFolder(t)
  const { lasting } = opened(folder)
  const keys = lasting.of(RULE)
  keys.set('anna@example.com', { state: { places: ['192.0.2.0/24'] }, last: 100 })
  keys.set('bob@example.com', { state: { places: ['198.51.100.0/24'] }, last: 200 })
  lasting.commit()
  keys.forgetBefore(150)
  lasting.close()
  const text = readFileSync(join(folder, 'rules.sqlite'), 'latin1')
  assert.ok(text.includes('bob@example.com'))
  assert.doesNotMatch(text, /anna@|192\.0\.2/)
})

test('a damaged database is set aside and told, and the rule learns anew', (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rules.sqlite')
  writeFileSync(file, 'no database at all, but a text that is long enough to be taken for one'.repeat(20))
  const { lasting, told } = opened(folder)
  assert.deepEqual(told, ['places_lost'])
  assert.match(readFileSync(`${file}.damaged`, 'utf8'), /^no database/)
  const keys = lasting.of(RULE)
  for (let index = 0; index < 2000; index += 1) keys.set(`box-${index}`, { state: { since: index }, last: 1 })
  lasting.close()
  truncateSync(file, 20_000)
  const again = opened(folder)
  for (let index = 0; index < 2000; index += 1) again.lasting.of(RULE).get(`box-${index}`)
  assert.deepEqual(again.told, ['places_lost'])
  again.lasting.of(RULE).set('anna', { state: {}, last: 1 })
  again.lasting.commit()
  assert.equal(again.lasting.of(RULE).get('anna')?.last, 1)
  again.lasting.close()
})

test('a damaged database that cannot be set aside ends nothing, and is tried again with each commit', (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rules.sqlite')
  mkdirSync(`${file}.damaged`)
  writeFileSync(file, 'no database at all, but a text that is long enough to be taken for one'.repeat(20))
  const { lasting, told } = opened(folder)
  lasting.commit()
  assert.deepEqual([told, lasting.of(RULE).get('anna')], [['places_lost'], undefined])
  rmSync(`${file}.damaged`, { recursive: true })
  lasting.commit()
  lasting.of(RULE).set('anna', { state: {}, last: 1 })
  assert.equal(lasting.of(RULE).get('anna')?.last, 1)
  lasting.close()
})

test('a database that cannot be opened is told once, and tried again with each commit', (t) => {
  const folder = temporaryFolder(t)
  const missing = join(folder, 'missing')
  const { lasting, told } = opened(missing)
  const keys = lasting.of(RULE)
  keys.set('anna', { state: {}, last: 1 })
  lasting.commit()
  assert.deepEqual([keys.get('anna'), told], [undefined, ['places_unsaved']])
  mkdirSync(missing)
  lasting.commit()
  keys.set('anna', { state: {}, last: 1 })
  assert.equal(keys.get('anna')?.last, 1)
  lasting.close()
})
