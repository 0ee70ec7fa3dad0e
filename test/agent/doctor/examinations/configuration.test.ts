import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '../../../../agent/check/finding.ts'
import { configuration } from '../../../../agent/doctor/examinations/configuration.ts'
import { ownFiles } from '../../../../agent/doctor/examinations/files.ts'
import { createDoctorHost } from '../../../support/doctor-host.ts'

const FINDINGS: readonly Finding[] = [
  { check: 'configuration', state: 'ok', text: '/etc/spoor/spoor.yml: ok' },
  { check: 'placeholder', state: 'failed', text: 'transmission.host: is a placeholder; write the address' },
  { check: 'events', state: 'warning', text: 'nobody gets filter_added' },
  { check: 'spool', state: 'failed', text: 'spool.path: /s: user spoor cannot write; type: chown spoor: /s; type: ls' },
  { check: 'runtime', state: 'ok', text: 'runtime.path: /r can be used' },
  { check: 'log', state: 'failed', text: 'a log' },
]

test('what check says of the configuration is told, each with why it matters and what to type', async (t) => {
  const host = await createDoctorHost(t)
  const [good, failed, doubtful, ...others] = await host.symptoms(configuration, {
    checked: async () => ({ findings: FINDINGS }),
  })
  assert.deepEqual(good, { state: 'ok', what: '/etc/spoor/spoor.yml: ok.' })
  assert.equal(failed?.state, 'failed')
  assert.match(failed?.why ?? '', /the services do not start/)
  assert.deepEqual(failed?.remedy, [`spoor-agent check --config ${host.path('spoor.yml')}`])
  assert.equal(doubtful?.state, 'warning')
  assert.deepEqual(others, [])
})

test('files and folders are told apart, and their commands stand alone', async (t) => {
  const host = await createDoctorHost(t)
  const [failed, good, ...others] = await host.symptoms(ownFiles, { checked: async () => ({ findings: FINDINGS }) })
  assert.equal(failed?.what, 'spool.path: /s: user spoor cannot write.')
  assert.deepEqual(failed?.remedy, ['chown spoor: /s; type: ls'])
  assert.equal(good?.state, 'ok')
  assert.deepEqual(others, [])
})

test('what check does not say is unknown', async (t) => {
  const host = await createDoctorHost(t)
  for (const examination of [configuration, ownFiles])
    assert.deepEqual(await host.said(examination, { checked: async () => ({ reason: 'check did not end in time' }) }), [
      'unknown: check did not end in time.',
    ])
})
