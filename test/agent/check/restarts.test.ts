import assert from 'node:assert/strict'
import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { restartFindings } from '../../../agent/check/restarts.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { createCheckHost } from '../../support/check-host.ts'
import { createRestartScene } from '../../support/restart-scene.ts'

const CHECK = '{ name: imap, type: tcp, port: 143, restart: systemctl dovecot }'

test('check names a service that is not there, or that chkservd restarts; without a restart it says nothing', async (t) => {
  const { host, systemd, put, calls } = await createRestartScene(t)
  const checked = await createCheckHost(t)
  const file = join(checked.folder, 'spoor.yml')
  const found = async (): Promise<readonly string[]> =>
    (await restartFindings({ ...(await loadConfig(file)), files: [] }, host)).map(
      ({ state, text }) => `${state}: ${text}`,
    )
  checked.configure('{ name: imap, type: tcp, port: 143 }')
  assert.deepEqual([await found(), calls()], [[], []])
  checked.configure(CHECK)
  assert.deepEqual(await found(), [])
  systemd({ show: 'LoadState=not-found\n' })
  assert.deepEqual(await found(), [
    'warning: checks.imap.restart: systemctl dovecot is not there: systemd knows no such service',
  ])
  put('etc/chkserv.d/imap', 'service[imap]=143,x,x,/scripts/restartsrv_dovecot')
  put('etc/chkserv.d/chkservd.conf', 'imap:1\n')
  assert.match((await found())[0] ?? '', /^warning: checks\.imap\.restart: .* is restarted by chkservd \(imap\)/)
})

test('check says that root takes no configuration of others', { skip: process.geteuid?.() !== 0 }, async (t) => {
  const { host } = await createRestartScene(t)
  const { folder, configure } = await createCheckHost(t)
  configure(CHECK)
  const file = join(folder, 'spoor.yml')
  const { config } = await loadConfig(file)
  assert.deepEqual(await restartFindings({ config, files: [file] }, host), [])
  chownSync(file, 65_534, 65_534)
  const [finding] = await restartFindings({ config, files: [file] }, host)
  assert.match(
    finding?.text ?? '',
    /spoor\.yml: it does not belong to root, so no service is restarted; type: chown root/,
  )
})
