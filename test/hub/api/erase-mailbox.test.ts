import assert from 'node:assert/strict'
import { newestEvents } from '../../../hub/store/ask/newest-events.ts'
import { type ApiScenario, apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { testOnStores } from '../../support/stores.ts'

const url = '/api/v1/mailboxes/thief%40example.net'

testOnStores('an admin takes a mailbox out of the store, and nobody else does', async (store, context) => {
  const askers = await apiScene(store)
  const hub = await runHub(store, context)
  const scenarios: readonly ApiScenario[] = [
    { as: 'web1', method: 'DELETE', url, status: 401 },
    { as: 'analyst', method: 'DELETE', url, status: 403 },
    { as: 'reader', method: 'DELETE', url, status: 403 },
    {
      as: 'admin',
      method: 'DELETE',
      url: '/api/v1/mailboxes/bob',
      status: 400,
      expect: ['"This is no address of a mailbox'],
      not: ['bob'],
    },
    { as: 'admin', method: 'DELETE', url, status: 200, expect: ['"events":0,', '"naming_events":2'], not: ['thief'] },
    { as: 'admin', method: 'DELETE', url: '/api/v1/mailboxes/ANN@example.com', status: 200, expect: ['"events":3,'] },
    { as: 'admin', url: '/api/v1/audit', status: 200, expect: ['mailbox_erased'], not: ['thief', 'ann@example'] },
  ]
  for (const scenario of scenarios) await tryScenario(hub, askers, scenario)
  const left = await store.ask(newestEvents, { limit: 9 })
  assert.deepEqual(
    left.map(({ mailbox, fields }) => [mailbox, fields]),
    [
      ['bob@example.com', '{"forward_recipient":"[erased]","service":"cpanel"}'],
      ['bob@example.com', '{"service":"imap"}'],
    ],
  )
})
