import assert from 'node:assert/strict'
import { test } from 'node:test'
import { surplusSteps } from '../../../hub/incidents/surplus-steps.ts'

function steps(agent: number, count: number): readonly { readonly id: string; readonly agent: number }[] {
  return Array.from({ length: count }, (_, index) => ({ id: `${agent}.${index}`, agent }))
}

test('the first and the newest steps are kept, those between them are too many', () => {
  assert.deepEqual(surplusSteps(steps(1, 4), 4), [])
  assert.deepEqual(surplusSteps(steps(1, 6), 4), ['1.2', '1.3'])
  assert.deepEqual(surplusSteps(steps(1, 6), 3), ['1.2', '1.3', '1.4'])
})

test('a host that tells much pushes out nothing of others', () => {
  assert.deepEqual(surplusSteps([...steps(1, 9), ...steps(2, 2), ...steps(3, 1)], 7), [
    '1.2',
    '1.3',
    '1.4',
    '1.5',
    '1.6',
  ])
  const left = (agents: number): number => {
    const all = Array.from({ length: agents }, (_, agent) => steps(agent, 3)).flat()
    return all.length - surplusSteps(all, 10).length
  }
  assert.deepEqual([left(3), left(4), left(30)], [9, 10, 10])
})
