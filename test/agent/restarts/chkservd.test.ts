import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chkservdServiceFor } from '../../../agent/restarts/chkservd.ts'
import { createRestartScene } from '../../support/restart-scene.ts'

/** Lines as cPanel's documentation and makers of plugins have them. */
const FILES: Readonly<Record<string, string>> = {
  ftpd: 'service[ftpd]=21,QUIT,220,/usr/local/cpanel/scripts/restartsrv_ftpserver,ftpd,root',
  exim: 'service[exim]=25,QUIT,220,/scripts/restartsrv_exim\n',
  lfd: 'service[lfd]=x,x,x,service lfd restart,lfd,root',
  memcached: 'service[memcached]=11211,version,VERSION,systemctl restart memcached.service',
  nginx: 'service[nginx]=80,GET / HTTP/1.0,HTTP/1..,/etc/init.d/php stop;/etc/init.d/nginx restart',
  named: 'service[named]=x,x,x,/scripts/restartsrv_named,named,named',
}

test('chkservd restarts what its enabled services name in their commands, whoever is asked to do it', async (t) => {
  const { host, put } = await createRestartScene(t)
  for (const [name, text] of Object.entries(FILES)) put(`etc/chkserv.d/${name}`, text)
  put('etc/chkserv.d/chkservd.conf', 'ftpd:1\nexim:1\nlfd:1\nmemcached:1\nnginx:1\nnamed:0\ngone:1\n')
  const serviceFor = (by: 'systemctl' | 'cpanel', name: string): string | undefined =>
    chkservdServiceFor(host.root, { by, name })
  assert.equal(serviceFor('cpanel', 'ftpserver'), 'ftpd')
  for (const name of ['exim', 'lfd', 'memcached', 'nginx']) assert.equal(serviceFor('systemctl', name), name)
  assert.equal(serviceFor('cpanel', 'exim'), 'exim')
  // Switched off there, unknown there, and a word that is only a part.
  for (const name of ['named', 'dovecot', 'mem']) assert.equal(serviceFor('systemctl', name), undefined)
})

test('a chkservd that is disabled, or not there, restarts nothing', async (t) => {
  const { host, put } = await createRestartScene(t)
  const target = { by: 'cpanel', name: 'exim' } as const
  assert.equal(chkservdServiceFor(host.root, target), undefined)
  put('etc/chkserv.d/exim', FILES['exim'] ?? '')
  put('etc/chkserv.d/chkservd.conf', 'exim:1\n')
  assert.equal(chkservdServiceFor(host.root, target), 'exim')
  put('etc/chkservddisable', '')
  assert.equal(chkservdServiceFor(host.root, target), undefined)
})
