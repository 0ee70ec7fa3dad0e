import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sparkline } from '../../../lib/terminal/sparkline.ts'

const points = (...values: readonly number[]) => values.map((value, at) => ({ at, value }))

suite('a sparkline', () => {
  test('shows each number as a bar, the greatest as the highest one, and nothing as a blank', () => {
    assert.equal(sparkline(points(1, 2, 3, 4, 5, 6, 7, 8), 60), '▁▂▃▄▅▆▇█')
    assert.equal(sparkline(points(1, 0, 1000), 60), '▁ █')
  })

  test('adds up what falls into one column', () => {
    assert.equal(sparkline(points(1, 1, 4, 4), 2), '▂█')
    assert.equal(sparkline([...points(1, 1), { at: 100, value: 2 }], 3), '█ █')
  })

  test('is empty without numbers, and blank if all are 0', () => {
    assert.equal(sparkline([], 60), '')
    assert.equal(sparkline(points(0, 0), 60), '  ')
    assert.equal(sparkline(points(3), 60), '█')
  })
})
