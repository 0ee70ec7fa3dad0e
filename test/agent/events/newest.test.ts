import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Newest } from '../../../agent/events/newest.ts'

function kept(most: number, times: readonly number[]): { readonly names: string; readonly left: number } {
  const newest = new Newest<{ time: number; name: string }>(most)
  for (const [index, time] of times.entries()) newest.add({ time, name: `${time}${'abcdefgh'[index]}` })
  return {
    names: newest
      .inOrder()
      .map(({ name }) => name)
      .join(' '),
    left: newest.left,
  }
}

test('the newest are kept in the order of time, whatever the order they come in, and the others are counted', () => {
  assert.deepEqual(kept(3, [5, 1, 4, 2, 6, 3, 0]), { names: '4c 5a 6e', left: 4 })
  assert.deepEqual(kept(1, [1, 2, 3]), { names: '3c', left: 2 })
  assert.deepEqual(kept(9, [2, 1]), { names: '1b 2a', left: 0 })
})

test('what has the same time stays in the order of coming, also where some of it is left out', () => {
  assert.deepEqual(kept(2, [7, 7, 7, 7, 7]), { names: '7d 7e', left: 3 })
})
