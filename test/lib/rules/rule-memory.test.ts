import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RuleMemory } from '../../../lib/rules/rule-memory.ts'

function namesIn(memory: RuleMemory): readonly string[] {
  return memory.keys().map(({ key }) => key)
}

test('what is saved is known again, those used longest ago first', () => {
  const memory = new RuleMemory(Infinity)
  memory.set('anna', { state: { count: 1 }, last: 100 })
  memory.set('bob', { state: { count: 2 }, last: 101, wake: 130 })
  memory.set('anna', { state: { count: 3 }, last: 102 })
  const again = new RuleMemory(Infinity, JSON.parse(JSON.stringify(memory.keys())))
  assert.deepEqual(namesIn(again), ['bob', 'anna'])
  assert.deepEqual([again.get('anna')?.state, again.get('bob')?.wake], [{ count: 3 }, 130])
  again.delete('bob')
  assert.deepEqual([namesIn(again), again.get('bob')], [['anna'], undefined])
})

test('keys silent for long are forgotten, but not one that waits to be woken', () => {
  const memory = new RuleMemory(Infinity)
  memory.set('anna', { state: {}, last: 100 })
  memory.set('bob', { state: {}, last: 100, wake: 900 })
  memory.set('carl', { state: {}, last: 149 })
  memory.set('dora', { state: {}, last: 150 })
  memory.forgetBefore(150)
  assert.deepEqual(namesIn(memory), ['bob', 'dora'])
})

test('the search for silent keys ends at the first that was not silent: a tick costs what it forgets', () => {
  const memory = new RuleMemory(Infinity)
  memory.set('anna', { state: {}, last: 200 })
  // Its event came late, so it was used last and is silent longest.
  memory.set('bob', { state: {}, last: 100 })
  memory.forgetBefore(150)
  assert.deepEqual(namesIn(memory), ['anna', 'bob'])
  memory.forgetBefore(201)
  assert.deepEqual(namesIn(memory), [])
})

test('beyond its bytes those used longest ago are forgotten and returned, some at once, down to what fits', () => {
  const memory = new RuleMemory(10_000)
  const sizeOf = (): number =>
    memory.keys().reduce((sum, { key, state }) => sum + JSON.stringify([key, state]).length, 0)
  for (let index = 0; index < 100; index += 1) {
    memory.set(`box-${index}`, { state: { text: 'x'.repeat(100) }, last: index, wake: 500 + index })
    memory.set('used', { state: {}, last: index })
  }
  const all = namesIn(memory)
  const forgotten = memory.forgetTooMany()
  assert.deepEqual([...forgotten.map(({ key }) => key), ...namesIn(memory)], all)
  assert.deepEqual([forgotten[0]?.key, forgotten[0]?.wake, namesIn(memory).at(-1)], ['box-0', 500, 'used'])
  assert.ok(sizeOf() < 10_000 && sizeOf() > 5000, `${sizeOf()} bytes are left`)
  assert.deepEqual(memory.forgetTooMany(), [])
})

test('a key that is written again counts once', () => {
  const memory = new RuleMemory(1000)
  for (let last = 0; last < 1000; last += 1) memory.set('anna', { state: { last }, last })
  assert.deepEqual(memory.forgetTooMany(), [])
  memory.delete('anna')
  memory.delete('anna')
  memory.set('bob', { state: { text: 'x'.repeat(1000) }, last: 1 })
  assert.equal(memory.forgetTooMany().length, 1)
})

test('what matters is forgotten only when nothing else is left', () => {
  const memory = new RuleMemory(1500, [], (state) => state === 'matters')
  memory.set('anna', { state: 'matters', last: 1 })
  for (let index = 0; index < 30; index += 1) memory.set(`box-${index}`, { state: 'other', last: 2 })
  memory.forgetTooMany()
  assert.equal(memory.get('anna')?.state, 'matters')
  for (let index = 0; index < 30; index += 1) memory.set(`kept-${index}`, { state: 'matters', last: 3 })
  memory.forgetTooMany()
  assert.deepEqual([memory.get('anna'), memory.get('kept-29')?.state], [undefined, 'matters'])
})
