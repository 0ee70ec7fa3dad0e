import assert from 'node:assert/strict'
import { doubtfulAgents } from '../../../../hub/store/ask/doubtful-agents.ts'
import { everyAgent } from '../../../../hub/store/ask/every-agent.ts'
import { noteStatus } from '../../../../hub/store/change/note-status.ts'
import { revokeAgent } from '../../../../hub/store/change/revoke-agent.ts'
import { enrolIn, identifierIn, tokenIn } from '../../../support/enrolment.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores(
  'a host is silent that sent neither a status nor a report since then, unless it was revoked',
  async (store) => {
    const token = await tokenIn(store, { uses: 4 })
    for (const name of ['silent', 'told', 'reported', 'revoked'])
      identifierIn(await enrolIn(store, token, `${name}.example.com`))
    const agents = new Map((await store.ask(everyAgent, { now: NOW })).map(({ host, id }) => [host, id]))
    const idOf = (name: string): number => agents.get(`${name}.example.com`) ?? 0
    const status = { status: '{}', version: '0.2.0', health: 'healthy', lag: 0, unread: null }
    await store.change(noteStatus, { agent: idOf('told'), at: NOW + 700, ...status })
    const report = { events: [], quarantined: [], stale: 0 }
    await store.keep({ agent: idOf('reported'), received: NOW + 700, ...report })
    await store.change(revokeAgent, { host: 'revoked.example.com', now: NOW, by: BY })
    const silentAt = async (now: number): Promise<unknown> =>
      (await store.ask(doubtfulAgents, { since: now - 600, now })).map(({ host, heard }) => [host, heard - NOW])
    assert.deepEqual(await silentAt(NOW + 600), [])
    assert.deepEqual(await silentAt(NOW + 601), [['silent.example.com', 0]])
    assert.deepEqual(await silentAt(NOW + 1301), [
      ['silent.example.com', 0],
      ['reported.example.com', 700],
      ['told.example.com', 700],
    ])
  },
)
