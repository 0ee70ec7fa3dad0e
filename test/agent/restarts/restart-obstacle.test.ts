import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restartCommand, restartObstacle } from '../../../agent/restarts/restart-obstacle.ts'
import { createRestartScene, LOADED } from '../../support/restart-scene.ts'

const { signal } = new AbortController()
const DOVECOT = { by: 'systemctl', name: 'dovecot' } as const
const FTP = { by: 'cpanel', name: 'ftpserver' } as const

test('a unit that is masked, disabled, unknown, or restarted by systemd itself is left alone', async (t) => {
  const { host, systemd } = await createRestartScene(t)
  assert.equal(await restartObstacle(host, DOVECOT, signal), undefined)
  for (const [show, obstacle] of [
    ['LoadState=masked\nUnitFileState=masked\n', /^is masked/],
    ['LoadState=loaded\nUnitFileState=masked-runtime\n', /^is masked/],
    ['LoadState=loaded\nUnitFileState=disabled\nSubState=dead\n', /^is disabled/],
    ['LoadState=not-found\nUnitFileState=\n', /^is not there: systemd/],
    ['LoadState=bad-setting\u001b[2J\n', /^cannot be started: its unit is bad-setting\\x1b\[2J$/],
    ['', /^cannot be started/],
    ['LoadState=loaded\nUnitFileState=enabled\nSubState=auto-restart\n', /^is being restarted by systemd itself$/],
  ] as const) {
    systemd({ show })
    assert.match((await restartObstacle(host, DOVECOT, signal)) ?? '', obstacle)
  }
  systemd({ show: 'LoadState=loaded\nUnitFileState=static\nSubState=dead\n' })
  assert.equal(await restartObstacle(host, DOVECOT, signal), undefined)
  assert.match(
    (await restartObstacle({ ...host, systemctl: '/nowhere' }, DOVECOT, signal)) ?? '',
    /^is not known: .*ENOENT/,
  )
})

test('what /etc/NAMEdisable switches off, and what chkservd restarts, is left alone', async (t) => {
  const { host, put } = await createRestartScene(t)
  put('etc/chkserv.d/imap', 'service[imap]=143,x,x,/scripts/restartsrv_dovecot')
  put('etc/chkserv.d/chkservd.conf', 'imap:1\n')
  assert.match((await restartObstacle(host, DOVECOT, signal)) ?? '', /^is restarted by chkservd \(imap\)/)
  put('etc/dovecotdisable', '')
  assert.match((await restartObstacle(host, DOVECOT, signal)) ?? '', /^is switched off by .*\/etc\/dovecotdisable$/)
})

test('a service of cPanel needs its script, and no unit; one that is masked is left alone', async (t) => {
  const { host, put, systemd } = await createRestartScene(t)
  assert.match((await restartObstacle(host, FTP, signal)) ?? '', /^is not there: .*restartsrv_ftpserver/)
  put('scripts/restartsrv_ftpserver', '', 0o755)
  systemd({ show: 'LoadState=not-found\n' })
  assert.equal(await restartObstacle(host, FTP, signal), undefined)
  assert.deepEqual(restartCommand(host, FTP), [`${host.root}/scripts/restartsrv_ftpserver`])
  put('usr/local/cpanel/scripts/restartsrv_ftpserver', '', 0o755)
  assert.deepEqual(restartCommand(host, FTP), [`${host.root}/usr/local/cpanel/scripts/restartsrv_ftpserver`])
  systemd({ show: LOADED.replace('loaded', 'masked') })
  assert.match((await restartObstacle(host, FTP, signal)) ?? '', /^is masked/)
})
