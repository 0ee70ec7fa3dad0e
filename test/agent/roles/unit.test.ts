import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuseOtherRuntime } from '../../../agent/roles/unit.ts'

test('a unit that waits in another folder than the one that is configured is a sentence before the start', () => {
  refuseOtherRuntime('/run/elsewhere', undefined)
  refuseOtherRuntime('/run/spoor', '/run/spoor')
  refuseOtherRuntime('/run/spoor', '/run/first:/run/spoor')
  assert.throws(() => refuseOtherRuntime('/run/elsewhere', '/run/spoor'), {
    exitCode: 2,
    message:
      'runtime.path: is /run/elsewhere, but the unit of systemd waits for this process at /run/spoor; leave runtime.path out.',
  })
})
