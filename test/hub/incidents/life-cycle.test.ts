import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byIncident } from '../../../hub/incidents/life-cycle.ts'
import type { Part } from '../../../hub/incidents/meaning.ts'

const [OPEN, SECOND, FIRST] = [{ closed: null }, { closed: 200 }, { closed: 100 }]

const at = (part: Part, last: number): { part: Part; last: number } => ({ part, last })

test('what only joins belongs to the incident that had not ended at its time', () => {
  const [late, later, latest] = [at('joins', 7), at('joins', 200), at('joins', 201)]
  const [all, ended] = [
    [late, later, latest],
    [SECOND, FIRST],
  ]
  assert.deepEqual(
    [...byIncident([OPEN, ...ended], all)],
    [
      [FIRST, [late]],
      [SECOND, [later]],
      [OPEN, [latest]],
    ],
  )
  assert.deepEqual(byIncident(ended, [latest]).get(undefined), [latest])
  assert.deepEqual(byIncident([], [late]).get(undefined), [late])
})

test('what opens or ends an incident belongs to the open one, however late it comes', () => {
  for (const part of ['opens', 'ends'] as const)
    assert.deepEqual([...byIncident([OPEN, SECOND, FIRST], [at(part, 7), at(part, 300)]).keys()], [OPEN])
})

test('if none is open, all that opens one belongs to the incident of the latest of it', () => {
  assert.deepEqual([...byIncident([SECOND, FIRST], [at('opens', 7), at('opens', 150)]).keys()], [SECOND])
  assert.deepEqual([...byIncident([SECOND, FIRST], [at('opens', 7), at('opens', 201)]).keys()], [undefined])
})
