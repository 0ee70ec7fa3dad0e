import assert from 'node:assert/strict'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { LastingMemory, type LastingParts } from '../../../../agent/spool/positions/lasting-memory.ts'
import type { Notice } from '../../../../lib/notice/notice.ts'

const RULE = { name: 'first-seen', version: 1 }
const DAY = 86_400

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-lasting-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Scene {
  readonly lasting: LastingMemory
  /** The codes of notices. */
  readonly told: string[]
  readonly texts: string[]
  /** The faults and losses that it told of, `well` for no fault any more. */
  readonly states: string[]
}

function opened(folder: string, parts: Pick<LastingParts, 'most' | 'isExpected' | 'onForgotten'> = {}): Scene {
  const [told, texts, states]: [string[], string[], string[]] = [[], [], []]
  const lasting = new LastingMemory({
    ...parts,
    spool: folder,
    tell: ({ code, text }: Notice) => {
      told.push(code)
      texts.push(text)
    },
    onFault: (fault) => states.push(fault === undefined ? 'well' : 'fault'),
    onLoss: (loss) => states.push(loss),
  })
  return { lasting, told, texts, states }
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
  const forgotten: unknown[] = []
  const onForgotten = (...how: unknown[]): number => forgotten.push(how)
  const { lasting } = opened(temporaryFolder(t), { most: 3, onForgotten })
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
  assert.deepEqual(forgotten, [['first-seen', 2]])
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

test('a damaged database that cannot be set aside ends nothing, is tried again with each commit, and told as it is', (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rules.sqlite')
  mkdirSync(`${file}.damaged`)
  writeFileSync(file, 'no database at all, but a text that is long enough to be taken for one'.repeat(20))
  const { lasting, told, texts, states } = opened(folder, { isExpected: true })
  lasting.commit()
  assert.deepEqual([told, lasting.of(RULE).get('anna')], [['places_unsaved'], undefined])
  assert.match(texts[0] ?? '', /cannot be renamed to .*rules\.sqlite\.damaged/)
  rmSync(`${file}.damaged`, { recursive: true })
  lasting.commit()
  lasting.of(RULE).set('anna', { state: {}, last: 1 })
  assert.equal(lasting.of(RULE).get('anna')?.last, 1)
  assert.deepEqual(told, ['places_unsaved', 'places_lost'])
  assert.deepEqual(states, ['fault', 'fault', 'damaged', 'well'])
  lasting.close()
})

test('a database that cannot be opened is told once, and tried again with each commit', (t) => {
  const folder = temporaryFolder(t)
  const missing = join(folder, 'missing')
  const { lasting, told, states } = opened(missing)
  const keys = lasting.of(RULE)
  keys.set('anna', { state: {}, last: 1 })
  lasting.commit()
  assert.deepEqual([keys.get('anna'), told, states], [undefined, ['places_unsaved'], ['fault', 'fault']])
  mkdirSync(missing)
  lasting.commit()
  keys.set('anna', { state: {}, last: 1 })
  assert.equal(keys.get('anna')?.last, 1)
  assert.deepEqual(states, ['fault', 'fault', 'well'])
  lasting.close()
})

test('a database that was removed is told where there was one, before a start or meanwhile, and learning begins anew', (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'rules.sqlite')
  const first = opened(folder)
  first.lasting.close()
  assert.deepEqual([first.told, first.states], [[], []])
  const again = opened(folder, { isExpected: true })
  again.lasting.of(RULE).set('anna', { state: {}, last: 1 })
  again.lasting.commit()
  assert.deepEqual(again.told, [])
  rmSync(file)
  again.lasting.commit()
  assert.deepEqual([again.told, again.states], [['places_removed'], ['removed']])
  assert.equal(again.lasting.of(RULE).get('anna'), undefined)
  again.lasting.of(RULE).set('bob', { state: {}, last: 1 })
  again.lasting.close()
  rmSync(file)
  const later = opened(folder, { isExpected: true })
  assert.deepEqual([later.told, later.states], [['places_removed'], ['removed']])
  later.lasting.close()
})

test('a database that another was put in the place of is left, and that one used', (t) => {
  const [folder, elsewhere] = [temporaryFolder(t), temporaryFolder(t)]
  const backup = opened(elsewhere)
  backup.lasting.of(RULE).set('anna', { state: {}, last: 7 })
  backup.lasting.close()
  const { lasting, told } = opened(folder)
  cpSync(join(elsewhere, 'rules.sqlite'), join(folder, 'restored'))
  renameSync(join(folder, 'restored'), join(folder, 'rules.sqlite'))
  lasting.commit()
  assert.equal(lasting.of(RULE).get('anna')?.last, 7)
  assert.deepEqual(told, [])
  lasting.close()
})

test('what cannot be written stays a fault until something was written', (t) => {
  const { lasting, told, states } = opened(temporaryFolder(t))
  const keys = lasting.of(RULE)
  // SQLite stores no such number as an integer.
  keys.set('anna', { state: {}, last: 0.5 })
  lasting.commit()
  assert.deepEqual([told, states], [['places_unsaved'], ['fault']])
  keys.set('anna', { state: {}, last: 1 })
  lasting.commit()
  assert.deepEqual([told, states], [['places_unsaved'], ['fault', 'well']])
  lasting.close()
})
