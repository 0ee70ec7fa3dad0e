import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outcome } from '../../../agent/receivers/delivery/outcome.ts'
import { keepTelling } from '../../../agent/roles/status-telling.ts'
import type { AgentStatus } from '../../../lib/agent-status/agent-status.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { HEALTHY } from '../../support/healthy-status.ts'

const MISSING = { code: 'collector_not_running', severity: 'error', text: 'The collector does not run.' } as const
const LATER: Outcome = { result: 'later', cause: 'network', reason: 'It is down.' }
const UNKNOWN: Outcome = { result: 'later', cause: 'configuration', reason: 'Nobody takes that there.' }

/**
 * The minutes at which a status is told during twenty, without the wait at the start; `statusAt` and `outcomeAt` say
 * what is seen and answered in each.
 */
async function minutesTold(
  statusAt: (minute: number) => AgentStatus,
  outcomeAt: (minute: number) => Outcome = () => ({ result: 'accepted' }),
): Promise<readonly number[]> {
  let now = 0
  const minute = (): number => now / 60_000
  const stop = new AbortController()
  const told: number[] = []
  await keepTelling({
    look: async () => statusAt(minute()),
    tellStatus: async () => {
      told.push(minute())
      return outcomeAt(minute())
    },
    clock: {
      now: () => now,
      sleep: async (milliseconds) => {
        now += milliseconds
        if (minute() > 20) stop.abort()
      },
    },
    elapsed: () => now,
    random: () => 0,
    signal: stop.signal,
  })
  return told
}

test('a hub is told every few minutes how the agent is', async () => {
  assert.deepEqual(await minutesTold(() => HEALTHY), [0, 5, 10, 15, 20])
})

test('it is told of each change of health and of warnings at the next look, and not of numbers', async () => {
  const changing = (minute: number): AgentStatus => {
    if (minute < 2 || minute >= 7) return { ...HEALTHY, lag: minute, waiting: minute }
    return { ...HEALTHY, health: 'degraded', warnings: [{ ...MISSING, text: `For ${minute} minutes.` }] }
  }
  assert.deepEqual(await minutesTold(changing), [0, 2, 7, 12, 17])
})

test('it is told at the next look that a check changed, and not what its runs found', async () => {
  const checking = (minute: number): AgentStatus => {
    const state = minute < 2 || minute >= 7 ? ('up' as const) : ('down' as const)
    const check = { name: 'imap', type: 'tcp', state, since: 0, finding: `${minute}`, recent: [minute] }
    return { ...HEALTHY, checks: [check] }
  }
  assert.deepEqual(await minutesTold(checking), [0, 2, 7, 12, 17])
})

test('while an agent starts, a change is told within seconds', async () => {
  const starting = (minute: number): AgentStatus =>
    minute < 0.5 ? { ...HEALTHY, health: 'down', warnings: [MISSING] } : HEALTHY
  assert.deepEqual((await minutesTold(starting)).slice(0, 3), [0, 0.5, 5])
})

test('nothing is kept of a telling that fails: the next look tells what is so then', async () => {
  assert.deepEqual(
    await minutesTold(
      () => HEALTHY,
      (minute) => (minute < 3 ? LATER : { result: 'accepted' }),
    ),
    [0, 1, 2, 3, 8, 13, 18],
  )
})

test('a server that does not take it is asked no more often than one that does', async () => {
  assert.deepEqual(
    await minutesTold(
      () => HEALTHY,
      () => UNKNOWN,
    ),
    [0, 5, 10, 15, 20],
  )
})

test('where the agent cannot look at itself nothing is told, and a bug is no reason to go on', async () => {
  const unreadable = (minute: number): AgentStatus => {
    if (minute < 3) throw new ActionNeeded('It cannot be read.')
    return HEALTHY
  }
  assert.deepEqual(await minutesTold(unreadable), [3, 8, 13, 18])
  await assert.rejects(
    minutesTold(() => {
      throw new TypeError('bug')
    }),
    TypeError,
  )
})
