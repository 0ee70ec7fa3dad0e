import assert from 'node:assert/strict'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startAgent } from '../support/agent-process.ts'
import { createTestHost } from '../support/test-host.ts'

const HEADER = '2026-11-20T07:01:02+00:00 web1'

test('several drivers read one file of syslog, each its own lines, with ids of their own', async (t) => {
  const host = await createTestHost({ api: 'http://localhost:9' })
  t.after(() => host.remove())
  const log = join(host.folder, 'messages')
  const drivers = ['dovecot', 'pure-ftpd', 'sshd']
  const items = drivers.map((driver) => `  - { driver: ${driver}, path: ${log}, start: beginning }\n`)
  await appendFile(host.config, `events: [login]\nlogs:\n${items.join('')}`)
  const lines = [
    `${HEADER} dovecot: imap-login: Login: user=<anna@example.com>, method=PLAIN, rip=192.0.2.10, lip=192.0.2.1, TLS`,
    `${HEADER} pure-ftpd[1]: (shop@192.0.2.10) [INFO] shop is now logged in`,
    `${HEADER} sshd[1]: Accepted password for root from 192.0.2.10 port 50123 ssh2`,
    `${HEADER} systemd[1]: Accepted imap-login: (x@192.0.2.10) [INFO] x is now logged in`,
  ]
  await writeFile(log, lines.map((line) => `${line}\n`).join(''))
  const { code, stderr } = await startAgent(['collect', '--once', '--config', host.config]).exited
  assert.equal(code, 0, stderr)
  const entries = await host.entriesIn('parsed')
  const said = entries.map(({ mailbox_address: who, service }) => [service, who])
  const expected = [
    ['imap', 'anna@example.com'],
    ['ftp', 'shop'],
    ['ssh', 'root'],
  ]
  assert.deepEqual(new Set(said.map(String)), new Set(expected.map(String)))
  assert.equal(new Set(entries.map(({ id }) => id)).size, 3)
})
