import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import { outcomeOfFailure } from '../../../../agent/receivers/server/failure-outcome.ts'
import { outcomeOfAnswer } from '../../../../agent/receivers/spoor-api/answer-outcome.ts'

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../../docs/delivery.md'), 'utf8')

/** First and third cell of the rows of the table with this first heading. */
function rowsOf(heading: string): [string, string][] {
  const [, table = ''] = DOCUMENT.split(`\n| ${heading} |`)
  const lines = table.split('\n').slice(2)
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(0, end).map((line) => {
    const [, first = '', , third = ''] = line.split('|').map((cell) => cell.trim())
    return [first, third]
  })
}

/** What the document says of such an outcome. */
function saidOf(outcome: Outcome): RegExp {
  if (outcome.result === 'accepted') return /^to `transmitted\/`$/
  if (outcome.result === 'rejected') return outcome.divisible === true ? /divided/ : /`report_rejected`/
  return outcome.cause === 'configuration'
    ? /^everything waits, notice `api_refuses`$/
    : /^everything waits, notice `api_unreachable`$/
}

function answer(status: number): Outcome {
  return outcomeOfAnswer({ status, headers: {}, text: '' }, { now: 0, option: 'transmission', accept: [], secrets: [] })
}

test('the document says what every status leads to', () => {
  const rows = rowsOf('answer').filter(
    ([first]) => !first.includes('with a web page') && !first.includes('transmission') && first !== '415',
  )
  const rowFor = (status: number): string | undefined => {
    const named = (word: string): boolean => rows.some(([first]) => first.split(', ').includes(word))
    const word = [String(status), `${String(status).slice(0, 1)}xx`, 'any other'].find(named)
    return rows.find(([first]) => first.split(', ').includes(word ?? ''))?.[1]
  }
  for (let status = 100; status < 1000; status += 1)
    assert.match(rowFor(status) ?? '', saidOf(answer(status)), `${status}`)
})

test('the document says what every failure that it names leads to', () => {
  const rows = rowsOf('no answer')
  assert.ok(rows.length > 15)
  for (const [first, third] of rows) {
    for (const [, code = ''] of first.matchAll(/`(\w+)`/g)) {
      const outcome = outcomeOfFailure('transmission', code)
      assert.match(third, saidOf(outcome), code)
      assert.doesNotMatch(outcome.reason, /^The connection to the API failed/, code)
    }
  }
})
