import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lately } from '../../../agent/collect/lately.ts'

test('all lines count while there are few', () => {
  const lately = new Lately({ ofInterest: 1000, unrecognised: 7 })
  assert.deepEqual(lately.note({ ofInterest: 1000, unrecognised: 7 }), { ofInterest: 0, unrecognised: 0 })
  assert.deepEqual(lately.note({ ofInterest: 1150, unrecognised: 12 }), { ofInterest: 150, unrecognised: 5 })
})

test('a format change after a million good lines shows within a few hundred, in batches of any size', () => {
  for (const step of [1, 7, 400]) {
    const lately = new Lately({ ofInterest: 0, unrecognised: 0 })
    lately.note({ ofInterest: 1_000_000, unrecognised: 0 })
    let seen = lately.note({ ofInterest: 1_000_000, unrecognised: 0 })
    for (let wrong = step; wrong <= 400; wrong += step) {
      seen = lately.note({ ofInterest: 1_000_000 + wrong, unrecognised: wrong })
      assert.ok(seen.ofInterest <= 200)
    }
    assert.ok(seen.unrecognised >= 20 && seen.unrecognised > seen.ofInterest / 2, `${step}: ${JSON.stringify(seen)}`)
  }
})

test('a log recognised again shows that too, and a restart changes nothing', () => {
  let lately = new Lately({ ofInterest: 0, unrecognised: 0 })
  let seen = lately.note({ ofInterest: 500, unrecognised: 500 })
  for (let good = 501; good <= 1500; good += 1) {
    lately = new Lately({ ofInterest: good - 1, unrecognised: 500 }, seen)
    seen = lately.note({ ofInterest: good, unrecognised: 500 })
  }
  assert.ok(seen.unrecognised < seen.ofInterest / 10, JSON.stringify(seen))
})
