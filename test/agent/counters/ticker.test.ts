import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Ticker } from '../../../agent/counters/ticker.ts'

const { signal } = new AbortController()

suite('the ticker of counted logs', () => {
  test('waits until all read to their ends, and tells each up to when it is read', async () => {
    const ticker = new Ticker(100)
    const ended: number[] = []
    const waker = ticker.waker((now) => ended.push(now))
    const all = ticker.allRead(signal)
    const waiting = waker.wake(signal)
    await all
    assert.deepEqual(ended, [100])
    await ticker.tick(110)
    await waiting
    const again = ticker.allRead(signal)
    void waker.wake(signal)
    await again
    assert.deepEqual(ended, [100, 110])
  })

  test('leaves those asleep that have nothing new, unless somebody hinted', async () => {
    const ticker = new Ticker(100)
    const ended: number[] = []
    const waker = ticker.waker((now) => ended.push(now))
    const waiting = waker.wake(signal, undefined, () => true)
    await ticker.tick(110)
    assert.deepEqual(ended, [100, 110])
    waker.hint()
    await ticker.tick(120)
    await waiting
    assert.deepEqual(ended, [100, 110])
  })

  test('says of a log that is read over a tick only what was read when that began', async () => {
    const ticker = new Ticker(100)
    const ended: number[] = []
    const waker = ticker.waker((now) => ended.push(now))
    await ticker.tick(110)
    void waker.wake(signal)
    assert.deepEqual(ended, [100])
  })

  test('looks at what rests once a tick, also if it rests again at once, and wakes it where that does not do', async () => {
    const ticker = new Ticker(100)
    const told: string[] = []
    const log = {
      tick: (now: number): boolean => {
        told.push(`look at ${now}`)
        return now !== 120
      },
      wake: (): void => {
        told.push('wake')
        ticker.waker((now) => told.push(`read by ${now}`)).rest(log)
      },
    }
    log.wake()
    for (const now of [110, 120, 130]) await ticker.tick(now)
    assert.deepEqual(told, ['wake', 'read by 100', 'look at 110', 'look at 120', 'wake', 'read by 120', 'look at 130'])
    ticker.wakeAll()
    assert.equal(told.at(-2), 'wake')
  })

  test('waits for no log that is gone', async () => {
    const ticker = new Ticker(100)
    const waker = ticker.waker()
    const all = ticker.allRead(signal)
    waker.close()
    await all
  })
})
