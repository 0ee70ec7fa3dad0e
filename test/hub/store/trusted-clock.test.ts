import assert from 'node:assert/strict'
import type { Store } from '../../../hub/store/store.ts'
import { TrustedClock } from '../../../hub/store/trusted-clock.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const [HOUR, DAY] = [3600, 86_400]

/** A hub's clock over a store: `at` asks for a time, so many seconds after the first on the clock that never steps. */
function clockOver(store: Store) {
  const codes: string[] = []
  let ran = 0
  const trusted = new TrustedClock({ store, tell: ({ code }) => void codes.push(code), ran: () => ran * 1000 })
  const at = (after: number, now: number): Promise<boolean> => {
    ran = after
    return trusted.trusts(now)
  }
  return { trusted, codes, at }
}

testOnStores('a clock that goes on, is set by NTP or pauses for a night is believed', async (store) => {
  const { at, codes } = clockOver(store)
  assert.equal(await at(0, NOW), true)
  assert.equal(await at(20, NOW + 25), true)
  assert.equal(await at(40, NOW + 30), true)
  assert.equal(await at(60, NOW + 10 * HOUR), true)
  assert.equal(await at(40 * DAY, NOW + 40 * DAY), true)
  assert.deepEqual(codes, [])
})

testOnStores(
  'a clock that jumps ahead and comes back is not believed meanwhile, also by a new start',
  async (store) => {
    const { trusted, at, codes } = clockOver(store)
    await at(0, NOW)
    assert.equal(trusted.isDoubted, false)
    assert.equal(await at(20, NOW + 100 * DAY), false)
    assert.equal(trusted.isDoubted, true)
    assert.equal(await at(45, NOW + 100 * DAY + 25), false)
    assert.equal(await clockOver(store).at(0, NOW + 100 * DAY + 30), false, 'after a start')
    assert.equal(await at(60, NOW + 60), true)
    assert.equal(trusted.isDoubted, false)
    assert.deepEqual(codes, ['clock_doubted', 'clock_believed'])
  },
)

testOnStores('a hub that was off for weeks believes its clock after an hour by itself', async (store) => {
  await clockOver(store).at(0, NOW)
  const { at, codes } = clockOver(store)
  const later = NOW + 21 * DAY
  assert.equal(await at(0, later), false)
  assert.equal(await at(HOUR - 1, later + HOUR - 1), false)
  assert.equal(await at(HOUR, later + HOUR + 4), true)
  assert.deepEqual(codes, ['clock_doubted', 'clock_believed'])
  assert.equal(await clockOver(store).at(0, later + HOUR + 20), true, 'the store knows')
})

testOnStores('an hour counts from the last step on', async (store) => {
  const { at } = clockOver(store)
  await at(0, NOW)
  assert.equal(await at(20, NOW + 30 * DAY), false)
  assert.equal(await at(HOUR, NOW + 31 * DAY), false)
  assert.equal(await at(HOUR + 60, NOW + 31 * DAY + 60), false)
  assert.equal(await at(2 * HOUR, NOW + 31 * DAY + HOUR), true)
})

testOnStores('a clock that is years ahead is never believed, unless most agents tell events of it', async (store) => {
  const { at, trusted } = clockOver(store)
  const [later, ahead] = [30 * DAY, NOW + 3 * 365 * DAY]
  await at(0, NOW)
  assert.equal(await at(20, ahead + 20), false)
  assert.equal(await at(later, ahead + later), false, 'nobody reports')
  for (const agent of [1, 2, 3]) trusted.heard(agent, NOW + later, ahead + later)
  trusted.heard(1, ahead + later, ahead + later)
  assert.equal(await at(later, ahead + later), false, 'one whose clock is wrong, too')
  trusted.heard(2, ahead + later - HOUR, ahead + later)
  trusted.heard(2, NOW + 50, ahead + later)
  assert.equal(await at(later, ahead + later), true)
})

testOnStores('weeks are not believed if agents tell another time', async (store) => {
  const { at, trusted } = clockOver(store)
  await at(0, NOW)
  assert.equal(await at(20, NOW + 30 * DAY), false)
  trusted.heard(1, NOW + 20, NOW + 30 * DAY)
  assert.equal(await at(2 * HOUR, NOW + 30 * DAY + 2 * HOUR), false)
})

testOnStores('to a clock that was set back less is old, and what it was before is still known', async (store) => {
  const { at } = clockOver(store)
  await at(0, NOW)
  assert.equal(await at(20, NOW - 100 * DAY), true)
  assert.equal(await at(40, NOW + 40), true)
  assert.equal(await at(60, NOW - 100 * DAY), true)
  assert.equal(await at(2 * HOUR, NOW - 100 * DAY + 2 * HOUR), true)
  assert.equal(await at(2 * HOUR + 20, NOW + 2 * HOUR), false, 'it has been believed meanwhile')
})
