import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseSomebody } from '../../../../lib/system/users/own-account.ts'

test('an account of the packages, or of another name, may be what the services run as', () => {
  for (const shell of ['/sbin/nologin', '/usr/sbin/nologin', '/bin/false'])
    refuseSomebody('spoor', { username: 'spoor', shell })
  refuseSomebody('spoor', { username: 'anna', shell: '/bin/bash' })
  refuseSomebody('spoor', undefined)
  refuseSomebody('spoor')
})

test("a customer's account that was called so before is refused, also one that cPanel lets in for files alone", () => {
  for (const shell of ['/bin/bash', '/usr/local/cpanel/bin/noshell', '', null]) {
    const message =
      /^The account spoor, as which this runs, is somebody's: .* Rename that account, and install the package again\.$/
    assert.throws(() => refuseSomebody('spoor', { username: 'spoor', shell }), { exitCode: 2, message })
  }
})
