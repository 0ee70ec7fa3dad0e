import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { summedTotals } from '../../../hub/store/ask/summed-totals.ts'
import { enrolAgent } from '../../support/enrolled-agent.ts'
import { apiTokenIn, personIn } from '../../support/people.ts'
import { ROOT } from '../../support/repository-files.ts'
import { runHub } from '../../support/running-hub.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const DOCUMENT = readFileSync(join(ROOT, 'docs/hub/totals.md'), 'utf8')

testOnStores('what docs/hub/totals.md sends is taken, and what it asks is answered', async (store, context) => {
  const agent = await enrolAgent(store)
  const hub = await runHub(store, context)
  const [, body = ''] = /```json\n([^]*?)```/.exec(DOCUMENT) ?? []
  const headers = { authorization: agent.authorization }
  const taken = await hub.ask('/api/totals', { method: 'POST', headers, body })
  assert.deepEqual([taken.status, taken.json], [202, { kept: 1, known: 0 }])
  const span = { from: NOW - 60, until: NOW, agents: [agent.agent] }
  assert.equal((await store.ask(summedTotals, { kind: 'traffic', step: 60, ...span })).points[0]?.[1][0], 7)
  await personIn(store, 'vera', 'viewer')
  const { authorization } = await apiTokenIn(store, 'vera', { scope: 'read' })
  const asked = [...DOCUMENT.matchAll(/^ask "\$HUB(\S+)"$/gm)].map(([, path = '']) => path)
  assert.equal(asked.length, 5)
  for (const path of asked) assert.equal((await hub.ask(path, { headers: { authorization } })).status, 200, path)
})
