import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEED_WORDS } from '../../../../hub/console/words/deed-words.ts'
import { INCIDENT_STATES } from '../../../../hub/incidents/incident.ts'
import { deedOfState } from '../../../../hub/incidents/wanted-change.ts'
import { programs } from '../../../support/repository-files.ts'

test('the audit log has words for all that the hub notes', () => {
  const noted = [...programs].flatMap(([path, text]) =>
    path.startsWith('hub/store/') && text.includes('note-audit')
      ? [...text.matchAll(/noteAudit\([^\n]* action: '(\w+)'/g)].map(([, action = '']) => action)
      : [],
  )
  assert.ok(noted.includes('agent_renamed'))
  const decided = INCIDENT_STATES.map((state) => `incident_${deedOfState(state)}`)
  for (const action of [...noted, ...decided]) assert.ok(Object.hasOwn(DEED_WORDS, action), action)
})
