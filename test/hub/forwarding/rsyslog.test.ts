// What a real rsyslog makes of our messages.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startForwarding, untilRow } from '../../support/forwarding.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { startRsyslog, withoutRsyslog } from '../../support/rsyslog.ts'
import { NOW, openEmbedded } from '../../support/stores.ts'
import { startSyslogServer } from '../../support/syslog-server.ts'
import { createTestCa } from '../../support/test-ca.ts'

const NAMES = [
  'ann@example.com',
  '\u00FC\u{1F600}@example.com',
  'a\r\n12 <0>1 - - - - - -\u0001\u007F\u009B',
  '{"@timestamp":0}\\"',
  '\u202E'.repeat(1024),
  '%msg%\uFEFF #012',
]

test(
  'rsyslog takes every message whole, whatever strangers called themselves',
  { skip: withoutRsyslog() },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'spoor-forward-'))
    t.after(() => rm(folder, { recursive: true }))
    const ca = createTestCa()
    const own = ca.issue({ names: ['hub.example.com'] })
    const files = { ca_file: join(folder, 'ca.pem'), certificate: join(folder, 'crt'), key: join(folder, 'key') }
    await writeFile(files.ca_file, ca.pem)
    await writeFile(files.certificate, own.cert)
    await writeFile(files.key, own.key, { mode: 0o600 })
    const relay = await startSyslogServer(t)
    const port = await startRsyslog(t, { certificate: ca.issue(), clients: ca.pem, relay: relay.port })
    const store = await openEmbedded(t)
    const agent = await agentIn(store)
    const target = {
      name: 'siem',
      to: { host: 'localhost', port, tls: true },
      format: 'ecs',
      severity: 'info',
      ...files,
    }
    startForwarding(store, t, { ...target, format: 'ecs', severity: 'info' })
    await untilRow(store, (found) => found !== undefined)
    const fields = JSON.stringify({ log: `/var/log/${'x'.repeat(4000)}`, summary: '\u00FC'.repeat(1024) })
    const events = NAMES.map((mailbox, index) => eventOf(agent, `e${index}`, { mailbox, time: NOW + index, fields }))
    await store.keep(arrivalOf(agent, events))
    const told = (await relay.until(NAMES.length)).filter((message) => message.includes('\tspoor-hub\t'))
    for (const [index, name] of NAMES.entries()) {
      const [host, program, kind, text = ''] = told[index]?.split('\t') ?? []
      assert.deepEqual([host, program, kind], ['web1.example.com', 'spoor-hub', 'login'])
      const { event, user } = JSON.parse(text)
      assert.equal(event.id, `${NOW + index}.e${index}`)
      assert.ok(
        user.name === name || (user.name.endsWith('\u2026') && name.startsWith(user.name.slice(0, -1))),
        user.name,
      )
    }
  },
)
