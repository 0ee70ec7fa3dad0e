import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAmissAgain, isStillAmiss } from '../../../hub/incidents/amiss.ts'
import { EVIDENCE_KINDS, meaningOf } from '../../../hub/incidents/meaning.ts'
import { heard } from '../../support/incident-evidence.ts'
import { NOW } from '../../support/stores.ts'

/** What can last until something says that it is over. */
const LASTING = ['blindSpot', 'overload', 'outage', 'expiry'] as const

function kindsWith(part: 'opens' | 'ends' | 'joins'): readonly string[] {
  return EVIDENCE_KINDS.filter((kind) => LASTING.some((each) => meaningOf(kind)?.[each] === part))
}

test('whatever opens what lasts says that something is amiss, whatever ends it that it is not, and no other step', () => {
  for (const kind of kindsWith('opens')) assert.equal(isStillAmiss([heard(kind)]), true, kind)
  for (const kind of [...kindsWith('ends'), ...kindsWith('joins')])
    assert.equal(isStillAmiss([heard(kind)]), false, kind)
})

test('the last word about each thing counts, by its time, and of others nothing', () => {
  const said = (kind: string, after: number, fields = {}): ReturnType<typeof heard> =>
    heard(kind, { time: NOW + after, fields: { check: 'imap', ...fields } })
  const [down, late, up] = [said('service_down', 0), said('service_late', 2), said('service_recovered', 1)]
  assert.equal(isStillAmiss([up, down]), false)
  assert.equal(isStillAmiss([up, late, down]), true)
  assert.equal(isStillAmiss([down, said('service_recovered', 1, { check: 'smtp' })]), true)
  assert.equal(isAmissAgain(late, [down, up]), true)
  assert.equal(isAmissAgain(late, [down]), false)
  assert.equal(isAmissAgain(up, [down]), false)
  assert.equal(isAmissAgain(late, []), false)
})
