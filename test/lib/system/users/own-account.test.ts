import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSomebody, refuseSomebody } from '../../../../lib/system/users/own-account.ts'

test('the services may run as the account of the packages, or as one with another name', () => {
  for (const shell of ['/sbin/nologin', '/usr/sbin/nologin', '/bin/false'])
    refuseSomebody('spoor', { username: 'spoor', shell })
  refuseSomebody('spoor', { username: 'anna', shell: '/bin/bash' })
  refuseSomebody('spoor', undefined)
  refuseSomebody('spoor')
})

test('an existing customer account of that name is refused, even if cPanel only lets it transfer files', () => {
  for (const shell of ['/bin/bash', '/usr/local/cpanel/bin/noshell', '', null]) {
    const message =
      /^The agent runs as spoor, but somebody can log in to that account .* Rename that account, then install the package again\.$/
    assert.throws(() => refuseSomebody('spoor', { username: 'spoor', shell }), { exitCode: 2, message })
  }
})

test('a person started what runs as a user who can log in, or as nobody: files are not given to either', () => {
  const shell = '/usr/sbin/nologin'
  assert.deepEqual(
    [
      { username: 'anna', shell: '/bin/bash' },
      { username: 'nobody', shell },
      { username: 'spoor-hub', shell },
    ].map((account) => isSomebody(account)),
    [true, true, false],
  )
})
