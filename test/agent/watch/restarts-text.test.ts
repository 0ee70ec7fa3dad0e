import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foundText, restartsText } from '../../../agent/watch/restarts-text.ts'

const NOW = 1_800_000_000_000
const [MINUTE, HOUR] = [60_000, 3_600_000]

test('restarts of the last hour count, and that they were given up as long as that holds', () => {
  const text = (gaveUp: boolean, asked: number, ...tries: readonly number[]): string | undefined => {
    const ago = (time: number): number => NOW - time
    return restartsText({ restarts: { tries: tries.map(ago), asked: ago(asked), gaveUp } }, NOW)
  }
  assert.equal(restartsText({}, NOW), undefined)
  assert.equal(text(false, MINUTE, 2 * HOUR), undefined)
  assert.equal(text(false, MINUTE, 2 * HOUR, MINUTE), '1 restart within the last hour')
  assert.equal(text(false, MINUTE, 3 * MINUTE, 2 * MINUTE, MINUTE), '3 restarts within the last hour')
  assert.equal(text(true, MINUTE, 3 * MINUTE, 2 * MINUTE), 'given up after 2 restarts within the last hour')
  assert.equal(text(true, 2 * HOUR, 3 * HOUR), undefined)
})

test('it follows what was found, or why nothing is looked for', () => {
  const restarts = { tries: [NOW], asked: NOW, gaveUp: false }
  const last = { at: NOW, took: 1, text: 'refused' }
  assert.equal(foundText({}, NOW), '')
  assert.equal(foundText({ restarts }, NOW), '1 restart within the last hour')
  assert.equal(foundText({ last, restarts }, NOW), 'refused; 1 restart within the last hour')
  assert.equal(foundText({ last, reason: 'it is off', restarts }, NOW), 'it is off; 1 restart within the last hour')
})
