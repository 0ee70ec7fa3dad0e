import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { register } from '../../../agent/cpanel/register.ts'
import { registrationOf } from '../../../agent/cpanel/registration.ts'
import { neededServices, WATCHED_SERVICES } from '../../../agent/cpanel/watched-service.ts'
import { createFakeCpanel, LIST } from '../../support/fake-cpanel.ts'

const [collector = assert.fail(), transmitter = assert.fail()] = WATCHED_SERVICES

test('a service without work is neither registered nor missed, and need not run', async (t) => {
  const host = await createFakeCpanel(t)
  await host.program('usr/bin/systemctl', 'case $2 in *transmitter*) echo inactive ;; *) echo active ;; esac')
  await register(host.root, [collector])
  assert.equal(await host.read(LIST), 'cpsrvd:1\nexim:0\nftpd:1\nspoor-agent-collector:1\n')
  assert.deepEqual(registrationOf(host.root, [collector]), {
    cpanel: true,
    state: 'registered',
    services: [{ service: 'spoor-agent-collector', state: 'watched', problem: null }],
  })
  assert.equal(registrationOf(host.root, WATCHED_SERVICES).state, 'incomplete')
})

test('one that lost its work is told, and taken out by the next registration', async (t) => {
  const host = await createFakeCpanel(t)
  await register(host.root, WATCHED_SERVICES)
  const { state, services } = registrationOf(host.root, [transmitter])
  assert.equal(state, 'incomplete')
  assert.match(services[0]?.problem ?? '', /no work/)
  await register(host.root, [transmitter])
  assert.equal(await host.read(LIST), 'cpsrvd:1\nexim:0\nftpd:1\nspoor-agent-transmitter:1\n')
  assert.deepEqual((await readdir(host.path('etc/chkserv.d'))).toSorted(), [
    'chkservd.conf',
    'ftpd',
    'spoor-agent-transmitter',
  ])
})

test('without a configuration that can be read the services are needed to which most give work', async (t) => {
  const host = await createFakeCpanel(t)
  assert.deepEqual((await neededServices(host.root)).slice(0, 2), [collector, transmitter])
})
