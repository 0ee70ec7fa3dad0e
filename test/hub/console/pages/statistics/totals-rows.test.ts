import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totalsCsv } from '../../../../../hub/console/pages/statistics/totals-csv.ts'
import { hostRows, keyRows } from '../../../../../hub/console/pages/statistics/totals-rows.ts'
import type { TotalsAnswer } from '../../../../../hub/contract/totals-contract.ts'

const NAMES = { other: 'all others', whole: 'not named' }

function answerOf(keys: readonly (readonly [string, number, number])[]): TotalsAnswer {
  return {
    kind: 'traffic',
    numbers: ['requests', 'bytes'],
    step: 60,
    points: [{ time: 60, numbers: [1, 2] }],
    keys: keys.map(([key, ...numbers]) => ({ key, numbers })),
    hosts: [{ host: 'srv07', label: 'eu', numbers: [7, 8] }],
    untold: 0,
  }
}

test('the most of what is chosen is on top, and who names nobody is last and is no filter', () => {
  const answer = answerOf([
    ['(other)', 99, 99],
    ['many.example', 9, 1],
    ['large.example', 2, 90],
  ])
  const shown = (measure: string): readonly (string | undefined)[] =>
    keyRows({ answer, before: undefined, measure, names: NAMES }).map(({ name, words }) => name ?? words)
  assert.deepEqual(shown('requests'), ['many.example', 'large.example', 'all others'])
  assert.deepEqual(shown('bytes'), ['large.example', 'many.example', 'all others'])
})

test('who was not among the most before has no number before, which is not 0', () => {
  const [answer, before] = [
    answerOf([
      ['a.example', 9, 0],
      ['b.example', 8, 0],
    ]),
    { ...answerOf([['a.example', 3, 0]]), hosts: [] },
  ]
  const rows = keyRows({ answer, before, measure: 'requests', names: NAMES })
  assert.deepEqual(
    rows.map(({ past }) => past?.('requests')),
    [3, undefined],
  )
  assert.equal(hostRows({ answer, before, measure: 'requests' })[0]?.past, undefined)
})

test('the export has every period, key and host, and no cell that a spreadsheet runs', () => {
  assert.equal(
    totalsCsv(answerOf([['=1+1', 5, 6]])),
    `kind,row,name,requests,bytes
traffic,period,1970-01-01T00:01:00.000Z,1,2
traffic,key,'=1+1,5,6
traffic,host,srv07,7,8
`,
  )
})
