import assert from 'node:assert/strict'
import { test } from 'node:test'
import { vhostOfLog } from '../../../lib/traffic/access-log-name.ts'

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
