import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CheckConfig } from '../../../../agent/config/checks/check-config.ts'
import { configOfFound } from '../../../../agent/watch/found/found-check.ts'
import { workInTurns } from '../../../../agent/watch/found/found-turns.ts'
import { HandClock } from '../../../support/hand-clock.ts'

const HOUR = 60 * 60_000

interface Scene {
  readonly clock: HandClock
  readonly stop: AbortController
  /** The names of the checks of each turn. */
  readonly turns: string[][]
  /** What the next look finds. */
  readonly finds: string[]
  forget: (name: string) => Promise<void>
  readonly ended: Promise<void>
}

function started(): Scene {
  const [clock, stop] = [new HandClock(), new AbortController()]
  const names = ['smtp']
  const found = {
    get checks(): readonly CheckConfig[] {
      return names.map((name) =>
        configOfFound({ name, type: 'tcp', settings: {}, disabledBy: [], found: 'it listens' }),
      )
    },
    look: async () => {
      const news = scene.finds.splice(0)
      names.push(...news)
      return news.length > 0
    },
    forget: async (name: string) => {
      const index = names.indexOf(name)
      if (index >= 0) names.splice(index, 1)
      return index >= 0
    },
  }
  const scene: Scene = {
    clock,
    stop,
    turns: [],
    finds: [],
    forget: async () => undefined,
    ended: Promise.resolve().then(() =>
      workInTurns({ found, clock, signal: stop.signal }, async ({ checks, signal, onForgotten }) => {
        scene.turns.push(checks.map(({ name }) => name))
        scene.forget = onForgotten
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      }),
    ),
  }
  return scene
}

test('the host is looked at once an hour, and the work begins anew only where that changes the checks', async () => {
  const { clock, stop, turns, finds, ended } = started()
  await clock.pass(3 * HOUR)
  assert.deepEqual(turns, [['smtp']])
  finds.push('imap')
  await clock.pass(HOUR - 1)
  assert.equal(turns.length, 1)
  await clock.pass(1)
  assert.deepEqual(turns, [['smtp'], ['smtp', 'imap']])
  stop.abort()
  await ended
  assert.equal(turns.length, 2)
})

test('what a person wants to be forgotten is not in the next turn', async () => {
  const scene = started()
  await scene.clock.pass(1)
  await scene.forget('disk')
  await scene.clock.pass(1)
  assert.equal(scene.turns.length, 1)
  await scene.forget('smtp')
  await scene.clock.pass(1)
  assert.deepEqual(scene.turns, [['smtp'], []])
  scene.stop.abort()
  await scene.ended
})

test('work that ends by itself is not begun anew', async () => {
  const [clock, { signal }] = [new HandClock(), new AbortController()]
  const found = { checks: [], look: async () => true, forget: async () => false }
  let turns = 0
  await workInTurns({ found, clock, signal }, async () => {
    turns += 1
  })
  assert.equal(turns, 1)
})
