import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Memory, anonymousMemory, inLittleMemory } from '../../../../lib/system/processes/memory.ts'

/** Counts garbage collections, which a test cannot observe otherwise. */
function countCollections(t: TestContext): () => number {
  const { gc } = globalThis
  let count = 0
  globalThis.gc = function (): Promise<void> {
    count += 1
    return Promise.resolve()
  }
  t.after(() => (globalThis.gc = gc))
  return () => count
}

test('anonymous memory counts, file-backed memory does not', () => {
  const before = anonymousMemory()
  const held = Buffer.alloc(32 * 1024 ** 2, 1)
  const grown = anonymousMemory() - before
  assert.ok(grown > 0.9 * held.length && grown < 1.5 * held.length, `${grown} bytes`)
})

test('exceeding the limit is reported after a garbage collection, and checked at most once a second', (t) => {
  const collections = countCollections(t)
  const told: number[] = []
  const memory = new Memory(1, (taken) => told.push(taken))
  for (let work = 0; work < 100; work += 1) memory.worked()
  memory.close()
  assert.equal(told.length, 1)
  assert.ok((told[0] ?? 0) > 1024 ** 2)
  assert.equal(collections(), 1)
})

test('memory below the limit is not reported', (t) => {
  const collections = countCollections(t)
  const memory = new Memory(Infinity, () => assert.fail())
  const other = new Memory(anonymousMemory() * 2, () => assert.fail())
  for (const each of [memory, other]) {
    each.worked()
    each.close()
  }
  assert.equal(collections(), 0)
})

test('memory is given back after two idle seconds, and again ten seconds later, only if more was taken since', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const collections = countCollections(t)
  let now = 0
  const memory = new Memory(
    Infinity,
    () => assert.fail(),
    () => now,
  )
  const pass = (milliseconds: number): void => {
    now += milliseconds
    t.mock.timers.tick(milliseconds)
  }
  memory.worked()
  pass(1999)
  memory.worked()
  pass(1999)
  assert.equal(collections(), 0)
  pass(1)
  assert.equal(collections(), 1)
  // More than V8 can free meanwhile.
  const held = Buffer.alloc(128 * 1024 ** 2, 1)
  memory.worked()
  pass(9999)
  assert.equal(collections(), 1)
  pass(1)
  assert.equal(collections(), held.length > 0 ? 2 : 0)
  memory.close()
})

test('during endless work memory is given back every half minute', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const collections = countCollections(t)
  let now = 0
  const memory = new Memory(
    Infinity,
    () => assert.fail(),
    () => now,
  )
  for (; now < 31_999; now += 1) {
    memory.worked()
    t.mock.timers.tick(1)
  }
  assert.equal(collections(), 1)
  memory.close()
})

test('a stream gives memory back after every two MiB, however fast its pieces come', async (t) => {
  const collections = countCollections(t)
  const pieces = Array.from({ length: 5 }, () => Buffer.alloc(1024 ** 2))
  async function* stream(): AsyncGenerator<Buffer, void, void> {
    yield* pieces
  }
  const passed: Buffer[] = []
  for await (const piece of inLittleMemory(stream())) passed.push(piece)
  assert.deepEqual(passed, pieces)
  assert.equal(collections(), 2)
})
