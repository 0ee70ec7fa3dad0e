// Several receivers in one transmitter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { apiNotices, outageNotices } from '../../../../agent/receivers/notices.ts'
import { Scene, later } from './transmit-scene.ts'

test('one receiver that is down keeps no report from another', async () => {
  const [api, hub] = [new Scene('abc'), new Scene('abc')]
  hub.notices = outageNotices('hub')
  for (const scene of [api, hub]) {
    scene.isHeld = true
    scene.whenIdle = (): void => undefined
  }
  const ended = Promise.all([api.run(), hub.run()])
  await setImmediate()
  await hub.answer('a', later('network'))
  for (const name of 'abc') await api.answer(name)
  assert.deepEqual([api.state?.accepted, api.state?.problem, api.codes], [3, undefined, []])
  assert.deepEqual([hub.state?.accepted, hub.state?.problem, hub.codes], [0, 'network', ['receiver_unreachable']])
  for (const name of 'abc') await hub.answer(name)
  for (const scene of [api, hub]) scene.stop.abort()
  await ended
  assert.deepEqual([hub.state?.accepted, hub.codes], [3, ['receiver_unreachable', 'receiver_reachable']])
  assert.equal(hub.told[0]?.text.slice(0, 5), 'hub: ')
})

test('notices say which receiver they are about, and codes tell the API from the others', () => {
  const tell = [apiNotices, outageNotices('hub')].flatMap(({ unreachable, refuses, reachable }) => [
    unreachable('It is down.'),
    refuses('It is closed.'),
    reachable(3, '2 s'),
  ])
  assert.deepEqual(
    tell.map(({ severity, code, text }) => `${severity} ${code}: ${text}`),
    [
      'warning api_unreachable: It is down. Reports wait in the spool and are tried again until they arrive.',
      'error api_refuses: It is closed. Reports wait in the spool; nothing is lost.',
      'notice api_reachable: The API is reachable again after 2 s; failed tries: 3.',
      'warning receiver_unreachable: hub: It is down. Its reports wait in the spool and are tried again until they arrive.',
      'error receiver_refuses: hub: It is closed. Its reports wait in the spool; nothing is lost.',
      'notice receiver_reachable: hub: reachable again after 2 s; failed tries: 3.',
    ],
  )
})

test('a report of which the receiver wants nothing leaves the queue without a request, and counts as none', async () => {
  const scene = new Scene('abc')
  scene.project = (report) => (report.id === 'id-b' ? undefined : report)
  await scene.run()
  assert.deepEqual(scene.log, ['send id-a', 'accepted a', 'accepted b', 'send id-c', 'accepted c', 'idle'])
  assert.deepEqual([scene.state?.accepted, scene.state?.tries], [2, 2])
})

test('such a report says nothing about the receiver: an outage that began before it goes on after it', async () => {
  const scene = new Scene('ab', Array(3).fill(later('receiver')))
  scene.project = (report) => (report.id === 'id-b' ? undefined : report)
  await scene.run()
  // The report that fails three times in a row lets the other one go first.
  const sleeps = ['sleep 500', 'sleep 1000', 'sleep 2000']
  assert.deepEqual(scene.log, [
    ...sleeps.flatMap((sleep) => ['send id-a', sleep]),
    'accepted b',
    'send id-a',
    'accepted a',
    'idle',
  ])
  assert.deepEqual(scene.codes, ['api_unreachable', 'api_reachable'])
  assert.equal(scene.told[1]?.text, 'The API is reachable again after 3 s; failed tries: 3.')
})
