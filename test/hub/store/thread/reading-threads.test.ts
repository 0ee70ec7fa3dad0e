import assert from 'node:assert/strict'
import { test } from 'node:test'
import { facetCounts } from '../../../../hub/store/ask/facet-counts.ts'
import { newestArrival } from '../../../../hub/store/ask/newest-arrival.ts'
import { type Question, StoreUnavailable } from '../../../../hub/store/store.ts'
import { ReadingThreads } from '../../../../hub/store/thread/reading-threads.ts'

/** Threads that note what they are asked, and answer when they are told to. */
class Stage {
  readonly said: string[] = []
  readonly #answers: (() => void)[] = []

  readonly threads: ReadingThreads = new ReadingThreads((isLong) => {
    const name = isLong ? 'long' : 'quick'
    this.said.push(`${name} begins`)
    return {
      ask: <Input, Output>(question: Question<Input, Output>): Promise<Output> => {
        this.said.push(`${name}: ${question.name}`)
        const { promise, resolve } = Promise.withResolvers<Output>()
        this.#answers.push(() => resolve(JSON.parse('null')))
        return promise
      },
      close: async () => void this.said.push(`${name} ends`),
    }
  })

  /** Answers what was asked first, and lets what waits go on. */
  async answer(): Promise<void> {
    this.#answers.shift()?.()
    await turn()
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

const WISH = { most: 10, top: 10 }

test('a long question has a thread of its own, and keeps nobody waiting', async () => {
  const { said, threads } = new Stage()
  assert.deepEqual(said, ['quick begins'])
  void threads.ask(facetCounts, WISH)
  await turn()
  void threads.ask(newestArrival, null)
  assert.deepEqual(said, ['quick begins', 'long begins', 'long: facet-counts', 'quick: newest-arrival'])
})

test('long questions come one after the other, and without those for which nobody waits any longer', async () => {
  const stage = new Stage()
  const [gone, reason] = [new AbortController(), new Error('the client is gone')]
  const first = stage.threads.ask(facetCounts, WISH)
  const second = assert.rejects(stage.threads.ask(facetCounts, WISH, gone.signal), reason)
  const third = stage.threads.ask(facetCounts, WISH, new AbortController().signal)
  await turn()
  gone.abort(reason)
  const asked = (): number => stage.said.filter((line) => line === 'long: facet-counts').length
  assert.equal(asked(), 1)
  await stage.answer()
  await Promise.all([first, second])
  assert.equal(asked(), 2)
  await stage.answer()
  await third
})

test('the thread of long questions ends 15 seconds after the last one, and begins again with the next', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const stage = new Stage()
  for (let number = 0; number < 2; number += 1) {
    const answer = stage.threads.ask(facetCounts, WISH)
    await turn()
    await stage.answer()
    await answer
    await turn()
    t.mock.timers.tick(14_999)
  }
  assert.equal(stage.said.filter((line) => line === 'long begins').length, 1)
  t.mock.timers.tick(1)
  await turn()
  assert.equal(stage.said.at(-1), 'long ends')
  void stage.threads.ask(facetCounts, WISH)
  await turn()
  assert.deepEqual(stage.said.slice(-2), ['long begins', 'long: facet-counts'])
})

test('what was asked before the end is answered, and nothing is asked after it', async () => {
  const stage = new Stage()
  const answers = [stage.threads.ask(facetCounts, WISH), stage.threads.ask(facetCounts, WISH)]
  await turn()
  const closed = stage.threads.close()
  await assert.rejects(stage.threads.ask(facetCounts, WISH), StoreUnavailable)
  await stage.answer()
  await stage.answer()
  await Promise.all([...answers, closed])
  assert.equal(stage.said.at(-1), 'long ends')
})
