import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandActor } from '../../../hub/commands/command-actor.ts'
import { ownName } from '../../../lib/system/users/passwd.ts'

test('the audit log names who typed a command, and who that was before sudo', () => {
  assert.deepEqual(commandActor(undefined), { actor: `${ownName()} on the command line`, address: '' })
  assert.equal(commandActor('anna').actor, `${ownName()} (anna by sudo) on the command line`)
  assert.equal(commandActor('a\u001b[31m').actor, `${ownName()} on the command line`)
})
