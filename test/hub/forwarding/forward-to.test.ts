import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kindNumber, severityNumber } from '../../../hub/store/number-words.ts'
import { forwardingRow, startForwarding, untilRow } from '../../support/forwarding.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { keptIncident } from '../../support/kept-incident.ts'
import { NOW, testOnStores } from '../../support/stores.ts'
import { startSyslogServer } from '../../support/syslog-server.ts'
import { createTestCa } from '../../support/test-ca.ts'

const PLAIN = { name: 'siem', format: 'text', severity: 'info' } as const

testOnStores('events go out as they come, from now on, and a stop loses and repeats none', async (store, context) => {
  const agent = await agentIn(store)
  const server = await startSyslogServer(context)
  const target = { ...PLAIN, to: { host: '127.0.0.1', port: server.port, tls: false } }
  await store.keep(arrivalOf(agent, [eventOf(agent, 'before')]))
  const first = startForwarding(store, context, target)
  await untilRow(store, (found) => found !== undefined)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a'), eventOf(agent, 'b', { time: NOW + 1 })]))
  await server.until(2)
  await first.stop()
  await store.keep(arrivalOf(agent, [eventOf(agent, 'c', { mailbox: 'x\n<0>1 - ' })]))
  const second = startForwarding(store, context, target)
  await server.until(3)
  await second.stop()
  const header = '<86>1 2026-11-20T08:00:00Z web1.example.com spoor-hub - login - '
  assert.deepEqual(server.messages, [
    `${header}${NOW}.a ann@example.com (192.0.2.7) logged in`,
    `${header.replace(':00Z', ':01Z')}${NOW + 1}.b ann@example.com (192.0.2.7) logged in`,
    `${header}${NOW}.c x?<0>1 -  (192.0.2.7) logged in`,
  ])
  const { sent, fault, arrival } = (await forwardingRow(store)) ?? {}
  assert.deepEqual([sent, fault, arrival, second.counts.forwarding.get('siem')?.sent], [3, null, 3, 1])
})

testOnStores('what a broken connection may have lost is sent again, with the same id', async (store, context) => {
  const agent = await agentIn(store)
  const server = await startSyslogServer(context)
  const target = { ...PLAIN, to: { host: '127.0.0.1', port: server.port, tls: false } }
  // No minute passes, so nothing counts as received.
  const { stop } = startForwarding(store, context, target, 0)
  await untilRow(store, (found) => found !== undefined)
  for (const id of ['a', 'b']) await store.keep(arrivalOf(agent, [eventOf(agent, id)]))
  await server.until(/\.b /)
  assert.equal((await forwardingRow(store))?.arrival, 0)
  server.cut()
  await store.keep(arrivalOf(agent, [eventOf(agent, 'c')]))
  await server.until(/\.c /)
  await stop()
  const ids = server.messages.map((message) => /\d\.(\w+) /.exec(message)?.[1])
  assert.deepEqual(ids, ['a', 'b', 'a', 'b', 'c'])
  assert.equal((await forwardingRow(store))?.arrival, 3)
})

testOnStores('what a connection of a minute took is not sent again', async (store, context) => {
  const agent = await agentIn(store)
  const server = await startSyslogServer(context)
  const { stop } = startForwarding(store, context, {
    ...PLAIN,
    to: { host: '127.0.0.1', port: server.port, tls: false },
  })
  await untilRow(store, (found) => found !== undefined)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  await untilRow(store, (found) => found?.arrival === 1)
  server.cut()
  await store.keep(arrivalOf(agent, [eventOf(agent, 'b')]))
  await server.until(2)
  await stop()
  assert.deepEqual([server.messages.length, server.connections], [2, 2])
})

testOnStores('changes of incidents go out as well', async (store, context) => {
  const server = await startSyslogServer(context)
  const to = { host: '127.0.0.1', port: server.port, tls: false }
  startForwarding(store, context, { ...PLAIN, to, kinds: ['incident'], severity: 'high' })
  await untilRow(store, (found) => found !== undefined)
  await store.change(keptIncident, { severity: severityNumber('medium') })
  await store.change(keptIncident, { severity: severityNumber('critical') })
  const [message = ''] = await server.until(1)
  assert.match(
    message,
    / spoor-hub - incident - incident\.2\.2 Incident 2 opened: ann@example\.com was probably taken over\.$/,
  )
})

testOnStores('both ends prove themselves over TLS, and a target gets what it is to get', async (store, context) => {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-forward-'))
  context.after(() => rm(folder, { recursive: true }))
  const [ca, own] = [createTestCa(), createTestCa()]
  const client = own.issue({ names: ['hub.example.com'] })
  const files = { ca_file: join(folder, 'ca.pem'), certificate: join(folder, 'crt'), key: join(folder, 'key') }
  await writeFile(files.ca_file, ca.pem)
  await writeFile(files.certificate, client.cert)
  await writeFile(files.key, client.key, { mode: 0o600 })
  const server = await startSyslogServer(context, { certificate: ca.issue(), clients: own.pem })
  const to = { host: 'localhost', port: server.port, tls: true }
  const agent = await agentIn(store)
  const wish = { format: 'ecs', severity: 'low', kinds: ['login_*', 'log_gap'] } as const
  startForwarding(store, context, { name: 'siem', to, ...files, ...wish, kinds: [...wish.kinds] })
  await untilRow(store, (found) => found !== undefined)
  const low = { severity: severityNumber('low') }
  await store.keep(
    arrivalOf(agent, [
      eventOf(agent, 'other kind', low),
      eventOf(agent, 'info', { kind: kindNumber('login_failed') }),
      eventOf(agent, 'wanted', { kind: kindNumber('login_locked_out'), ...low, mailbox: '\u00FC\u{1F600}' }),
    ]),
  )
  const [message = ''] = await server.until(1)
  assert.equal(server.messages.length, 1)
  const document = JSON.parse(message.slice(message.indexOf('{')))
  assert.deepEqual([document.event.id, document.user.name], [`${NOW}.wanted`, '\u00FC\u{1F600}'])
})

testOnStores('a server that nobody vouches for gets nothing, and the reason is told once', async (store, context) => {
  const server = await startSyslogServer(context, { certificate: createTestCa().issue() })
  const to = { host: 'localhost', port: server.port, tls: true }
  const { notices, stop, counts } = startForwarding(store, context, { ...PLAIN, to })
  await untilRow(store, (found) => (counts.forwarding.get('siem')?.failures ?? 0) > 3 && found?.fault !== null)
  await stop()
  assert.deepEqual(
    notices.map(({ code, text }) => [code, text]),
    [
      [
        'forward_failed',
        'forward siem: nothing goes out, and the hub tries again. The certificate of the server of forward.siem is from an authority that is not trusted here: name its CA in forward.siem.ca_file (UNABLE_TO_VERIFY_LEAF_SIGNATURE).',
      ],
    ],
  )
  assert.match((await forwardingRow(store))?.fault ?? '', /^The certificate of /)
  assert.deepEqual(server.messages, [])
})

testOnStores('of two hubs one forwards, and the other goes on when it ends', async (store, context) => {
  const agent = await agentIn(store)
  const server = await startSyslogServer(context)
  const target = { ...PLAIN, to: { host: '127.0.0.1', port: server.port, tls: false } }
  const hubs = [startForwarding(store, context, target), startForwarding(store, context, target)]
  await untilRow(store, (found) => found !== undefined)
  await store.keep(arrivalOf(agent, [eventOf(agent, 'a')]))
  await server.until(1)
  const [working, waiting] = hubs.toSorted(
    (a, b) => (b.counts.forwarding.get('siem')?.sent ?? 0) - (a.counts.forwarding.get('siem')?.sent ?? 0),
  )
  await working?.stop()
  await store.keep(arrivalOf(agent, [eventOf(agent, 'b')]))
  await server.until(2)
  assert.deepEqual([server.connections, waiting?.counts.forwarding.get('siem')?.sent], [2, 1])
})
