import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite, test } from 'node:test'
import { hostAccessLogs } from '../../../../agent/commands/traffic/access-logs.ts'
import { vhostOfLog } from '../../../../agent/counters/traffic/site-log.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

suite('the access logs of a host', () => {
  test("are those in cPanel's folder, without logs of bytes and FTP, offsets and copies", async (t) => {
    const folder = await temporaryFolder(t)
    const logs = ['blog.example', 'blog.example-ssl_log', 'shop.example']
    const others = [
      'blog.example-bytes_log',
      'blog.example-bytes_log.offset',
      'blog.example-ftp_log',
      'blog.example-ftp_log.offsetftpbytes',
      'blog.example.bkup',
      'blog.example.bkup2',
      'ftpxferlog',
      'ftpxferlog.offset',
      'ftpxferlog.offsetftpsep',
      'shop.example.offset',
      'shop.example-Oct-2026.gz',
      '.hidden',
    ]
    for (const name of [...logs, ...others]) writeFileSync(join(folder, name), '')
    mkdirSync(join(folder, 'user'))
    assert.deepEqual(
      (await hostAccessLogs(folder, [])).map((path) => basename(path)),
      logs,
    )
  })

  test('are the usual ones elsewhere, as far as they are there', async (t) => {
    const folder = await temporaryFolder(t)
    const [there, missing] = [join(folder, 'access.log'), join(folder, 'access_log')]
    writeFileSync(there, '')
    assert.deepEqual(await hostAccessLogs(join(folder, 'domlogs'), [missing, there]), [there])
    await assert.rejects(hostAccessLogs(join(folder, 'domlogs'), [missing]), /none of the usual access logs is there/)
  })
})

test('the name of a log tells its web site in folders of cPanel, and nowhere else', () => {
  for (const [path, vhost] of [
    ['/etc/apache2/logs/domlogs/shop.example', 'shop.example'],
    ['/etc/apache2/logs/domlogs/shop.example-ssl_log', 'shop.example'],
    ['/etc/apache2/logs/domlogs/user/shop.example', 'shop.example'],
    ['/home/user/access-logs/shop.example', 'shop.example'],
    ['/home/user/logs/shop.example-Oct-2026.gz', 'shop.example'],
    ['/home/user/logs/shop.example-ssl_log-Oct-2026.gz', 'shop.example'],
    ['/var/log/apache2/access.log', undefined],
    ['-', undefined],
  ] as const)
    assert.equal(vhostOfLog(path), vhost, path)
})
