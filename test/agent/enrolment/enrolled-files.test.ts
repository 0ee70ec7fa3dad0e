import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enrolledFiles } from '../../../agent/enrolment/enrolled-files.ts'

test('the settings name the secret by its whole path, however the configuration was typed', () => {
  assert.deepEqual(enrolledFiles('/etc/spoor/spoor.yml'), {
    settings: '/etc/spoor/conf.d/hub.yml',
    secret: '/etc/spoor/private/hub_secret',
  })
  assert.equal(enrolledFiles('./spoor.yml').secret, `${process.cwd()}/private/hub_secret`)
})
