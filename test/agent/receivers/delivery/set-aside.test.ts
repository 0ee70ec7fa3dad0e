import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SetAside } from '../../../../agent/receivers/delivery/set-aside.ts'

interface Scene {
  readonly setAside: SetAside
  /** How long each rest was to be, in milliseconds. */
  readonly rests: number[]
  /** Ends the rest that began last, as its time does. */
  readonly pass: () => Promise<void>
  readonly overs: () => number
}

function createScene(): Scene {
  const rests: number[] = []
  let wake = (): void => undefined
  let overs = 0
  const clock = {
    sleep: async (milliseconds: number): Promise<void> => {
      rests.push(milliseconds)
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      await promise
    },
  }
  const { signal } = new AbortController()
  const setAside = new SetAside({ clock, random: () => 0.5, signal }, () => (overs += 1))
  const pass = async (): Promise<void> => {
    wake()
    await new Promise(setImmediate)
  }
  return { setAside, rests, pass, overs: () => overs }
}

test('each failure makes the rest longer, and the first continues the series of failures before it', async () => {
  const { setAside, rests, pass, overs } = createScene()
  assert.equal(setAside.isResting, false)
  assert.equal(setAside.failed(3), 4000)
  assert.equal(setAside.isResting, true)
  await pass()
  assert.deepEqual([setAside.isResting, overs()], [false, 1])
  setAside.failed(0)
  assert.deepEqual(rests, [4000, 8000])
})

test('a rest that is ended is over at once, and does not shorten the next one', async () => {
  const { setAside, rests, pass, overs } = createScene()
  setAside.failed(0)
  setAside.free()
  assert.deepEqual([setAside.isResting, overs()], [false, 1])
  await pass()
  assert.equal(overs(), 1)
  setAside.failed(0)
  assert.deepEqual(rests, [500, 500])
})
