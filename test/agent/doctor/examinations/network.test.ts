import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certificates } from '../../../../agent/doctor/examinations/certificates.ts'
import { clock } from '../../../../agent/doctor/examinations/clock.ts'
import { namesBy } from '../../../../agent/doctor/examinations/names.ts'
import { proxies } from '../../../../agent/doctor/examinations/proxies.ts'
import { deliveries } from '../../../../agent/doctor/examinations/receivers.ts'
import type { OwnCheck } from '../../../../agent/doctor/own-check.ts'
import type { Patient } from '../../../../agent/doctor/patient.ts'
import { pinOf } from '../../../../lib/http/connection/pin.ts'
import { createDoctorHost, type DoctorHost } from '../../../support/doctor-host.ts'
import { startFakeApi } from '../../../support/fake-api.ts'
import { freePort } from '../../../support/free-port.ts'
import { createTestCa } from '../../../support/test-ca.ts'

const DAY = 86_400_000

function receiving(host: DoctorHost, url: string, ...options: readonly string[]): Promise<Patient['loaded']> {
  return host.configure(
    'transmission:',
    `  host: ${url}`,
    '  credentials: { api_identifier: ABC123, api_secret: secret456 }',
    ...options.map((option) => `  ${option}`),
  )
}

test('names: addresses, none, slow ones, and those that a proxy looks up', async (t) => {
  const host = await createDoctorHost(t)
  const loaded = await receiving(host, 'https://hub.example.com')
  const found = namesBy(async () => [{ address: '192.0.2.7' }, { address: '2001:db8::7' }])
  assert.match(
    (await host.said(found, { loaded })).join(),
    /^ok: api: hub\.example\.com has 192\.0\.2\.7, 2001:db8::7 \(\d+ ms\)/,
  )
  const missing = namesBy(async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })))
  const [none] = await host.symptoms(missing, { loaded })
  assert.equal(none?.what, 'api: hub.example.com has no address (ENOTFOUND).')
  assert.deepEqual([none?.state, none?.remedy?.[0]], ['failed', 'getent ahosts hub.example.com'])
  const slow = namesBy(async () => [{ address: '192.0.2.7' }], 0)
  assert.match((await host.said(slow, { loaded })).join(), /^warning: /)
  const proxied = await receiving(host, 'https://hub.example.com', 'proxy: http://127.0.0.1:3128')
  assert.deepEqual(await host.said(missing, { loaded: proxied }), ['ok: api: the proxy looks hub.example.com up.'])
  assert.deepEqual(await host.said(missing), ['ok: No receiver is a server.'])
})

test('proxies: none, reachable, not reachable, and one that only this shell knows', async (t) => {
  const host = await createDoctorHost(t)
  const direct = await receiving(host, 'https://hub.example.com', 'proxy: none')
  assert.deepEqual(await host.said(proxies, { loaded: direct }), ['ok: No proxy is used.'])
  const api = await startFakeApi()
  t.after(() => api.close())
  const place = `127.0.0.1:${api.port}`
  const loaded = await receiving(host, 'https://hub.example.com', `proxy: http://anna:hunter2@${place}`)
  assert.deepEqual(await host.said(proxies, { loaded }), [`ok: api: the proxy ${place} can be reached.`])
  const port = await freePort()
  const away = await receiving(host, 'https://hub.example.com', `proxy: http://127.0.0.1:${port}`)
  assert.match(
    (await host.said(proxies, { loaded: away })).join(),
    /^failed: api: the proxy \S+ cannot be reached \(ECONNREFUSED\)/,
  )
  process.env['HTTPS_PROXY'] = `http://${place}`
  t.after(() => delete process.env['HTTPS_PROXY'])
  const exported = await receiving(host, 'https://hub.example.com')
  assert.match(
    (await host.said(proxies, { loaded: exported }))[1] ?? '',
    /^warning: api: the proxy comes from HTTPS_PROXY/,
  )
  process.env['HTTPS_PROXY'] = 'ftp://x'
  assert.match((await host.said(proxies, { loaded: exported })).join(), /^failed: api: HTTPS_PROXY of this shell/)
})

test('certificates: long valid, soon ended, pinned, and none that is trusted', async (t) => {
  const host = await createDoctorHost(t)
  const ca = createTestCa()
  await host.put('ca.pem', ca.pem)
  const now = Date.now()
  for (const [days, state] of [
    [300, 'ok'],
    [10, 'warning'],
  ] as const) {
    const issued = ca.issue({ to: new Date(now + days * DAY + DAY / 2) })
    const api = await startFakeApi({ certificate: issued })
    t.after(() => api.close())
    const trust = `ca_file: ${host.path('ca.pem')}`
    const loaded = await receiving(host, api.url, trust, `pin: ${pinOf(issued.cert)}`)
    const [found] = await host.symptoms(certificates, { loaded, now })
    assert.equal(found?.state, state, found?.what)
    assert.match(found?.what ?? '', new RegExp(`valid for ${days} days, and its key is the one that is pinned`))
    const pinned = await receiving(host, api.url, trust, `pin: sha256//${'A'.repeat(43)}=`)
    assert.match((await host.said(certificates, { loaded: pinned, now })).join(), /^unknown: .*\(PIN_MISMATCH\)/)
    const untrusted = await receiving(host, api.url)
    assert.match(
      (await host.said(certificates, { loaded: untrusted, now })).join(),
      /^unknown: .*no certificate that is/,
    )
    for (const { headers } of api.requests) assert.equal(headers.authorization, undefined)
  }
})

const CONNECTED: OwnCheck = {
  findings: [
    { check: 'configuration', state: 'ok', text: 'said elsewhere' },
    { check: 'alert', state: 'ok', text: 'known without the network' },
    { check: 'tcp', state: 'ok', text: 'tcp: connected' },
    { check: 'clock', state: 'warning', text: 'clock: this server is 10 min ahead of the API' },
    { check: 'credentials', state: 'failed', text: 'credentials: the API does not accept them' },
    { check: 'alert', state: 'failed', text: 'ops: the webhook refuses' },
  ],
}

test('receivers and clock are told from the harmless request of check', async (t) => {
  const host = await createDoctorHost(t)
  const alone: OwnCheck = { findings: [{ check: 'alert', state: 'ok', text: 'known without the network' }] }
  const checked: Patient['checked'] = async (connects) => (connects ? CONNECTED : alone)
  assert.deepEqual(await host.said(deliveries, { checked }), [
    'ok: tcp: connected.',
    'failed: credentials: the API does not accept them',
    'failed: ops: the webhook refuses',
  ])
  const [off] = await host.symptoms(clock, { checked })
  assert.deepEqual([off?.state, off?.remedy], ['warning', ['timedatectl', 'timedatectl set-ntp true']])
})

test('a receiver that does not answer in time fails; without an answer the clock is unknown', async (t) => {
  const host = await createDoctorHost(t)
  const checked: Patient['checked'] = async () => ({ reason: 'check did not end in time' })
  assert.match((await host.said(deliveries, { checked })).join(), /^failed: .* did not answer in time/)
  assert.match((await host.said(clock, { checked })).join(), /^unknown: /)
  assert.deepEqual(await host.said(deliveries), ['ok: There is nobody to ask: see the configuration.'])
  assert.match((await host.said(clock)).join(), /^unknown: No receiver answered/)
})
