import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { gather } from '../../../agent/collect/gather.ts'
import type { Batch } from '../../../agent/follow/follow.ts'
import { checkpointAt } from '../../support/spool-scene.ts'

const DELAY = 3000

/** Batches that the test supplies one by one, and a clock that stands until the test ends the delay. */
class Scene {
  readonly stop = new AbortController()
  /** Ends each wait. */
  readonly waits: (() => void)[] = []
  /** How many batches were requested. */
  asked = 0
  isClosed = false
  readonly gathered: AsyncGenerator<Batch<string>, void, void>
  readonly #batches: Batch<string>[] = []
  #came = Promise.withResolvers<void>()

  constructor(most: number = 5) {
    const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      assert.equal(milliseconds, DELAY)
      const { promise, resolve } = Promise.withResolvers<void>()
      this.waits.push(resolve)
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve())
      await promise
    }
    this.gathered = gather(this.#follow(), { delay: DELAY, most, clock: { sleep }, signal: this.stop.signal })
  }

  /** Supplies a range of a file, with an item for each letter. */
  bring(letters: string, from: number, to: number, generation = 'g'): void {
    const range = { generation, from, to }
    this.push({ items: letters.split(''), lines: letters.length + 1, range, checkpoint: checkpointAt(to) })
  }

  push(batch: Batch<string>): void {
    this.#batches.push(batch)
    this.#came.resolve()
  }

  end(): void {
    this.stop.abort()
    this.#came.resolve()
  }

  /** The next batch, abbreviated. */
  async next(): Promise<string> {
    const { value } = await this.gathered.next()
    if (value === undefined) return 'end'
    const { items, lines, range, checkpoint } = value
    return `${items.join('')} ${lines} ${range?.generation}${range?.from}-${range?.to} ${checkpoint.files[0]?.offset}`
  }

  async *#follow(): AsyncGenerator<Batch<string>, void, void> {
    try {
      for (;;) {
        this.asked += 1
        while (this.#batches.length === 0 && !this.stop.signal.aborted) {
          await this.#came.promise
          this.#came = Promise.withResolvers()
        }
        const batch = this.#batches.shift()
        if (batch === undefined) return
        yield batch
      }
    } finally {
      this.isClosed = true
    }
  }
}

/** Lets everything happen that needs no input. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await setImmediate()
}

test('batches that continue one are joined with it until its delay is over, with the position after all of them', async () => {
  const scene = new Scene()
  scene.bring('a', 0, 10)
  const next = scene.next()
  await settled()
  scene.bring('', 10, 30)
  await settled()
  scene.bring('bc', 30, 50)
  await settled()
  assert.equal(scene.waits.length, 1)
  scene.waits[0]?.()
  assert.equal(await next, 'abc 6 g0-50 50')
})

test('a batch without items passes at once if none is waiting', async () => {
  const scene = new Scene()
  scene.bring('', 0, 10)
  assert.equal(await scene.next(), ' 1 g0-10 10')
  assert.equal(scene.waits.length, 0)
})

test('a full batch passes at once, and a batch that does not fit begins the next', async () => {
  const scene = new Scene()
  scene.bring('abc', 0, 10)
  scene.bring('de', 10, 20)
  assert.equal(await scene.next(), 'abcde 7 g0-20 20')
  scene.bring('fgh', 20, 30)
  scene.bring('ijk', 30, 40)
  assert.equal(await scene.next(), 'fgh 4 g20-30 30')
  scene.bring('lmnopq', 40, 50)
  assert.equal(await scene.next(), 'ijk 4 g30-40 40')
  assert.equal(await scene.next(), 'lmnopq 7 g40-50 50')
})

test('another file, a gap and a position without a range end the wait, and follow the waiting batch', async () => {
  const scene = new Scene()
  scene.bring('a', 0, 10)
  scene.bring('b', 0, 20, 'h')
  scene.bring('c', 30, 40, 'h')
  scene.push({ items: [], lines: 0, checkpoint: checkpointAt(7) })
  assert.equal(await scene.next(), 'a 2 g0-10 10')
  assert.equal(await scene.next(), 'b 2 h0-20 20')
  assert.equal(await scene.next(), 'c 2 h30-40 40')
  assert.equal(await scene.next(), ' 0 undefinedundefined-undefined 7')
})

test('the end of the program ends the wait at once, and what has been read is yielded', async () => {
  const scene = new Scene()
  scene.bring('a', 0, 10)
  const next = scene.next()
  await settled()
  scene.bring('b', 0, 20, 'h')
  scene.end()
  assert.equal(await next, 'a 2 g0-10 10')
  assert.equal(await scene.next(), 'b 2 h0-20 20')
  assert.equal(await scene.next(), 'end')
  assert.equal(scene.isClosed, true)
})

test('while a batch is not sealed, at most the next one is read', async () => {
  const scene = new Scene()
  for (const from of [0, 20, 40]) scene.bring('a', from, from + 10)
  assert.equal(await scene.next(), 'a 2 g0-10 10')
  await settled()
  assert.equal(scene.asked, 2)
})

test('an early return closes the source without waiting', async () => {
  const scene = new Scene()
  scene.bring('a', 0, 10)
  const next = scene.next()
  await settled()
  scene.waits[0]?.()
  await next
  await scene.gathered.return()
  assert.equal(scene.isClosed, false)
  scene.end()
  await settled()
  assert.equal(scene.isClosed, true)
})
