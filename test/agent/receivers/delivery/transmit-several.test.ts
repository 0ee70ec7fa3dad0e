import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { later, Scene, START } from './transmit-scene.ts'

/** The loop with several requests under way, of which the first has been answered. */
async function several(names: string, concurrency: number = 4): Promise<{ scene: Scene; ended: Promise<Scene> }> {
  const scene = new Scene(names)
  Object.assign(scene, { concurrency, isHeld: true })
  scene.whenIdle = () => undefined
  const ended = scene.run()
  await setImmediate()
  return { scene, ended }
}

test('with each answer more requests are under way, up to the concurrency, and they start in order', async () => {
  const { scene, ended } = await several('abcdefghij', 3)
  assert.equal(scene.unanswered, 'a')
  await scene.answer('a')
  assert.equal(scene.unanswered, 'bc')
  await scene.answer('c')
  assert.equal(scene.unanswered, 'bde')
  await scene.answer('d')
  assert.equal(scene.unanswered, 'bef')
  for (const name of 'efghij') await scene.answer(name)
  assert.equal(scene.unanswered, 'b')
  await scene.answer('b')
  scene.stop.abort()
  await ended
  const sent = scene.log.filter((entry) => entry.startsWith('send'))
  assert.equal(sent.map((entry) => entry.slice(-1)).join(''), 'abcdefghij')
  assert.deepEqual([scene.state?.accepted, scene.state?.tries], [10, 10])
})

test('after a failure requests go out one at a time, and after an answer more again', async () => {
  const { scene, ended } = await several('abcdefgh')
  for (const name of 'abc') await scene.answer(name)
  assert.equal(scene.unanswered, 'defg')
  for (const name of 'defg') await scene.answer(name, later('receiver'))
  assert.equal(scene.unanswered, 'd')
  await scene.answer('d', later('network'))
  assert.equal(scene.unanswered, 'd')
  await scene.answer('d')
  assert.equal(scene.unanswered, 'ef')
  await scene.answer('e')
  assert.equal(scene.unanswered, 'fgh')
  for (const name of 'fgh') await scene.answer(name)
  scene.stop.abort()
  await ended
  assert.deepEqual(scene.codes, ['api_unreachable', 'api_reachable'])
  // Those that went out together are one failure.
  assert.deepEqual(
    scene.log.filter((entry) => entry.startsWith('sleep')),
    ['sleep 500', 'sleep 1000'],
  )
  assert.equal(scene.state?.tries, 8 + 5)
})

test('an answer to a request from before the failure counts, and does not end the outage', async () => {
  const { scene, ended } = await several('abcd')
  await scene.answer('a')
  await scene.answer('b', later('receiver'))
  assert.equal(scene.unanswered, 'cb')
  await scene.answer('c')
  assert.deepEqual([scene.state?.accepted, scene.state?.problem, scene.unanswered], [2, 'receiver', 'b'])
  assert.deepEqual(scene.codes, ['api_unreachable'])
  await scene.answer('b')
  assert.deepEqual([scene.state?.accepted, scene.state?.problem, scene.unanswered], [3, undefined, 'd'])
  assert.deepEqual(scene.codes, ['api_unreachable', 'api_reachable'])
  scene.stop.abort()
  await ended
})

test('a time that the receiver names in one of several answers holds, whichever it is', async () => {
  const { scene, ended } = await several('abcde')
  await scene.answer('a')
  await scene.answer('b')
  assert.equal(scene.unanswered, 'cde')
  for (const [name, notBefore] of [
    ['c', 0],
    ['d', START + 60_000],
    ['e', START + 30_000],
  ] as const) {
    scene.answers.get(`id-${name}`)?.(later('receiver', notBefore))
  }
  scene.answers.clear()
  await setImmediate()
  assert.equal(scene.states.at(-1)?.nextTry, START + 60_000)
  assert.equal(scene.now, START + 60_000)
  assert.equal(scene.unanswered, 'c')
  scene.stop.abort()
  await ended
})

test('a request that hangs holds up no other, nor the tries after a failure', async () => {
  const { scene, ended } = await several('abcdefghij')
  for (const name of 'abc') await scene.answer(name)
  assert.equal(scene.unanswered, 'defg')
  for (const name of 'efg') await scene.answer(name, later('network'))
  assert.equal(scene.unanswered, 'de')
  for (const name of 'efghij') await scene.answer(name)
  assert.deepEqual([scene.unanswered, scene.state?.accepted], ['d', 9])
  await scene.answer('d')
  scene.stop.abort()
  await ended
  assert.equal(scene.state?.accepted, 10)
})

test('a report whose request fails while many others are answered lets all that wait go first', async () => {
  for (const [others, probe] of [
    ['bcdefghijklmnopqr', 't'],
    ['bcdefghijklmnopq', '0'],
  ] as const) {
    const { scene, ended } = await several(`a0${others}st`, 2)
    for (const name of `a${others}`) await scene.answer(name)
    assert.equal(scene.unanswered, '0s')
    await scene.answer('0', later('network'))
    assert.equal(scene.unanswered, `s${probe}`)
    scene.stop.abort()
    await ended
  }
})

test('while moved reports wait for the disk others are sent, up to a limit', async () => {
  const names = Array.from({ length: 100 }, (_, index) => String.fromCharCode(0x4e00 + index)).join('')
  const { scene, ended } = await several(names, 4)
  const sync = Promise.withResolvers<void>()
  scene.syncing = sync.promise
  for (const name of names.slice(0, 68)) await scene.answer(name)
  assert.deepEqual([scene.unanswered, scene.state?.accepted], ['', 0])
  sync.resolve()
  await setImmediate()
  assert.deepEqual([scene.unanswered, scene.state?.accepted], [names.slice(68, 72), 68])
  scene.stop.abort()
  await ended
})

test('at the end answered reports are moved, and the others are given back', async () => {
  const { scene, ended } = await several('abcdef')
  await scene.answer('a')
  await scene.answer('b')
  assert.equal(scene.unanswered, 'cde')
  scene.answers.get('id-d')?.({ result: 'accepted' })
  scene.stop.abort()
  await ended
  assert.deepEqual(scene.log.slice(-1), ['accepted d'])
  assert.deepEqual(
    scene.returned.map(({ name }) => name),
    ['c', 'e'],
  )
  assert.deepEqual([scene.codes, scene.underWay.size], [[], 0])
})

test('a report that comes while a request is under way is sent beside it', async () => {
  const { scene, ended } = await several('ab')
  await scene.answer('a')
  assert.equal(scene.unanswered, 'b')
  scene.waiting.push({ name: 'c', id: 'id-c', entries: [] })
  scene.hint()
  await setImmediate()
  assert.equal(scene.unanswered, 'bc')
  scene.stop.abort()
  await ended
})
