import { test } from 'node:test'
import { apiScene, tryScenario } from '../../support/api-scenario.ts'
import { runHub } from '../../support/running-hub.ts'
import { openEmbedded } from '../../support/stores.ts'

const CONFIG = `public_url: https://hub.example.com
trusted_proxies: 192.0.2.0/24
retention:
  events: 60d
  kinds: { login: 30d }
  minutes: 4h
  totals: 100d
store: postgresql://keeper@db1.example.com,db2.example.com:6432/spoor?sslmode=verify-full
store_password_file: /etc/spoor-hub/private/store.password
forward:
  - name: siem
    to: tls://siem.example.com:6514
    key: /etc/spoor-hub/private/siem.key
    certificate: /etc/spoor-hub/private/siem.crt`

test('whoever may see is told how the hub is configured, and nothing that lets anybody in', async (context) => {
  const store = await openEmbedded(context)
  const askers = await apiScene(store)
  const hub = await runHub(store, context, { config: CONFIG })
  for (const as of ['nobody', 'web1'] as const)
    await tryScenario(hub, askers, { as, url: '/api/v1/settings', status: 401, not: ['hub.example.com'] })
  await tryScenario(hub, askers, {
    as: 'viewer',
    url: '/api/v1/settings',
    status: 200,
    expect: [
      '"kind":"postgresql","place":"db1.example.com,db2.example.com:6432/spoor"',
      '"public_url":"https://hub.example.com","trusted_proxies":["192.0.2.0/24"]',
      '"events":5184000,"kinds":{"login":2592000},"incidents":7776000,"quarantine":2592000,"audit":31536000,"minutes":14400,"totals":8640000',
      '"forward":["siem"]',
    ],
    not: ['keeper', 'sslmode', 'private', 'siem.example.com'],
  })
})
