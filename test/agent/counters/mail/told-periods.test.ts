import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import * as v from 'valibot'
import { NO_PERIOD_TOLD, savedTold } from '../../../../agent/counters/mail/saved-told.ts'
import { ToldPeriods } from '../../../../agent/counters/mail/told-periods.ts'
import type { CountedPeriod } from '../../../../lib/mail-statistics/open-periods.ts'
import type { Totals } from '../../../../lib/totals/totals.ts'

const HOUR = 3600

const OPTIONS = {
  kind: 'mail',
  table: 'account',
  every: 300,
  secondsOf: () => HOUR,
  width: 1,
  weights: (numbers: readonly number[]) => numbers,
  most: 10,
} as const

/** An hour by its number, with so many messages of one account. */
function hour(number: number, messages: number): CountedPeriod {
  return { unit: 'hour', day: 0, start: number * HOUR, total: [messages], tables: { account: [['shop', messages]] } }
}

/** What was told, as `hour revision messages`. */
function said(totals: readonly Omit<Totals, 'id'>[]): readonly string[] {
  return totals.map(({ start, revision, rows }) => `${start / HOUR} ${revision} ${rows.map((row) => row[1]).join('=')}`)
}

/** Hours 1 to 5 came and were told one after the other, so that 1 and 2 are forgotten. */
function afterFive(): ToldPeriods {
  const told = new ToldPeriods(OPTIONS, NO_PERIOD_TOLD)
  for (let number = 1; number <= 5; number += 1) {
    told.add(hour(number, 10))
    assert.deepEqual(said(told.news(() => [], number)), [`${number} 1 10=10`])
  }
  return told
}

suite('periods of mail that were told', () => {
  test('what comes late for one of the last three is told again with it, and a higher revision', () => {
    const told = afterFive()
    told.add(hour(4, 2))
    assert.deepEqual(said(told.news(() => [], 400)), ['4 2 12=12'])
  })

  test('what comes for an earlier one counts once in the first of these, and takes the place of nothing', () => {
    const told = afterFive()
    told.add(hour(1, 2))
    assert.deepEqual(said(told.news(() => [], 400)), ['3 2 12=12'])
    told.add(hour(2, 1))
    assert.deepEqual(said(told.news(() => [], 800)), ['3 3 13=13'])
  })

  test('an earlier one that a fold opens again is not told while it is open', () => {
    const told = afterFive()
    assert.deepEqual(said(told.news(() => [hour(1, 2)], 400)), [])
    told.add(hour(1, 2))
    assert.deepEqual(said(told.news(() => [], 800)), ['3 2 12=12'])
  })

  test('an earlier one that was never told is told as itself', () => {
    const told = afterFive()
    told.add(hour(0, 7))
    assert.deepEqual(said(told.news(() => [], 400)), ['0 1 7=7'])
  })

  test('a start knows which are forgotten', () => {
    const saved = v.parse(savedTold, JSON.parse(JSON.stringify(afterFive().saved())))
    const told = new ToldPeriods(OPTIONS, saved)
    told.add(hour(2, 1))
    assert.deepEqual(said(told.news(() => [], 400)), ['3 2 11=11'])
  })

  test('of those that are forgotten a hundred are remembered', () => {
    const told = new ToldPeriods(OPTIONS, NO_PERIOD_TOLD)
    for (let number = 1; number <= 203; number += 1) {
      told.add(hour(number, 1))
      told.news(() => [], number)
    }
    const { forgotten } = told.saved()
    assert.deepEqual([forgotten.length, forgotten.at(0), forgotten.at(-1)], [100, 101 * HOUR, 200 * HOUR])
  })
})
