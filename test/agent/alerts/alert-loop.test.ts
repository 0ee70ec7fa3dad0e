import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { failuresOf } from '../../../agent/spool/cursor/failures.ts'
import { Retries } from '../../../agent/spool/cursor/retries.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { eventOf } from '../../support/events.ts'
import { AlertScene, MINUTE, NOON, takeoverOf } from './alert-loop-scene.ts'

const BUSY = { result: 'later', reason: 'The mail server wants no mail for now (451 busy).' } as const
const GONE = { result: 'refused', reason: 'The mail server refuses this recipient (550 gone).' } as const
const CURSOR = 'receivers/ops/cursor.json'

async function cursorOf({ spool }: AlertScene): Promise<string> {
  return readFile(join(spool.folders.root, CURSOR), 'utf8')
}

test('a takeover is told seconds after it was sealed, with what belongs together', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start()
  await scene.seal(takeoverOf('victim@example.com'))
  await scene.pass(3000)
  assert.equal(scene.sent.length, 0)
  await scene.seal(eventOf('login_after_burst', { mailbox_address: 'victim@example.com' }))
  await scene.pass(3000)
  assert.ok(scene.within !== undefined && scene.within <= 10_000)
  await scene.pass(scene.within)
  assert.equal(scene.sent.length, 1)
  assert.match(scene.sent[0]?.message.text ?? '', /victim@example\.com: 2 events, critical/)
  assert.match(await cursorOf(scene), /"upTo":2/)
})

test('what comes within the limit is told together when it is over, also by the next process', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(10_000)
  await scene.seal(takeoverOf('b@example.com'))
  await scene.pass(MINUTE)
  await scene.seal(takeoverOf('c@example.com'))
  await scene.pass(MINUTE)
  await scene.stop()
  await scene.start()
  assert.deepEqual([scene.sent.length, scene.held], [1, 2])
  await scene.pass(8 * MINUTE - 10_001)
  assert.equal(scene.sent.length, 1)
  await scene.pass(10_001)
  assert.equal(scene.sent.length, 2)
  assert.match(scene.sent[1]?.message.text ?? '', /Mailbox b@example\.com: 1 event[^]*Mailbox c@example\.com: 1 event/)
})

test('what is held is not lost by a kill, and what was told is not told again', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass()
  scene.kill()
  await scene.start()
  await scene.pass(10_000)
  assert.equal(scene.sent.length, 1)
  scene.kill()
  await scene.start()
  await scene.pass(MINUTE * 20)
  assert.equal(scene.sent.length, 1)
})

test('a kill right after the mail was taken and before that was noted tells it again under the same id', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass()
  const send = Promise.withResolvers<void>()
  scene.answer = () => {
    send.resolve()
    throw new Error('killed')
  }
  void scene.pass(10_000)
  await send.promise
  await scene.stop().catch(() => undefined)
  scene.answer = () => ({ result: 'delivered', answer: '250' })
  await scene.start()
  assert.equal(scene.sent.length, 2)
  assert.equal(scene.sent[0]?.message.id, scene.sent[1]?.message.id)
})

test('a cursor that could not be saved after a message does not make it told again', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start()
  const before = await cursorOf(scene)
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(10_000)
  scene.kill()
  await writeFile(join(scene.spool.folders.root, CURSOR), before)
  await scene.start()
  await scene.pass(20 * MINUTE)
  assert.equal(scene.sent.length, 1)
})

test('what nobody has yet joins what comes meanwhile, through an outage of a day with one notice', async (t) => {
  const scene = await AlertScene.make(t)
  scene.answer = () => BUSY
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(10_000)
  const [first] = scene.sent
  await scene.pass(MINUTE)
  assert.deepEqual([scene.sent.length, scene.sent[1]?.message], [2, first?.message], 'the same while nothing comes')
  for (let hour = 0; hour < 24; hour += 1) {
    await scene.seal(takeoverOf(`${hour}@example.com`))
    await scene.pass(60 * MINUTE)
  }
  assert.deepEqual(scene.spool.codes(), ['receiver_unreachable'])
  assert.ok(scene.sent.length < 60)
  scene.answer = () => ({ result: 'delivered', answer: '250' })
  await scene.pass(6 * MINUTE)
  const last = scene.sent.at(-1)?.message
  assert.notEqual(last?.id, first?.message.id)
  assert.match(last?.text ?? '', /^25 events from /m)
  assert.deepEqual(scene.spool.codes(), ['receiver_unreachable', 'receiver_reachable'])
  const tries = scene.sent.length
  await scene.pass(60 * MINUTE)
  assert.equal(scene.sent.length, tries)
})

test('who has a message is not told again, also by the next process; what comes meanwhile waits for the next', async (t) => {
  const scene = await AlertScene.make(t)
  scene.recipients = ['anna@example.com', 'duty@example.com']
  scene.answer = (recipient) => (recipient.startsWith('duty') ? BUSY : { result: 'delivered', answer: '250' })
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(10_000)
  await scene.seal(takeoverOf('b@example.com'))
  await scene.pass(MINUTE)
  scene.kill()
  await scene.start()
  scene.answer = () => ({ result: 'delivered', answer: '250' })
  await scene.pass(6 * MINUTE)
  const [first, ...others] = scene.sent
  const again = others.filter(({ message }) => message.id === first?.message.id)
  assert.ok(again.length > 1 && again.every(({ to }) => to.join() === 'duty@example.com'))
  assert.ok(again.every(({ message }) => message.text === first?.message.text && message.time === first?.message.time))
  await scene.pass(11 * MINUTE)
  assert.deepEqual(scene.sent.at(-1)?.to, scene.recipients)
  assert.match(scene.sent.at(-1)?.message.text ?? '', /b@example\.com: 1 event/)
  assert.doesNotMatch(scene.sent.at(-1)?.message.text ?? '', /a@example\.com/)
})

test('a recipient who is refused for good is named in a notice, and the others are told', async (t) => {
  const scene = await AlertScene.make(t)
  scene.recipients = ['anna@example.com', 'gone@example.com']
  scene.answer = (recipient) => (recipient.startsWith('gone') ? GONE : { result: 'delivered', answer: '250' })
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(10_000)
  await scene.pass(MINUTE)
  assert.equal(scene.sent.length, 1)
  assert.deepEqual(scene.spool.codes(), ['alert_refused'])
  assert.match(scene.spool.told[0]?.text ?? '', /^ops: .* gone@example\.com: The mail server refuses this recipient/)
  assert.match(scene.state?.lastError?.reason ?? '', /^gone@example\.com: /)
})

test('a message that all refuse is kept as refused, and told again by hand', async (t) => {
  const scene = await AlertScene.make(t)
  const { folders } = scene.spool
  scene.answer = () => GONE
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'))
  await scene.seal(eventOf('login'))
  await scene.seal(takeoverOf('b@example.com'))
  await scene.pass(10_000)
  assert.deepEqual(scene.spool.codes(), ['receiver_refused'])
  const refused = await failuresOf(folders, 'ops')
  assert.deepEqual(
    refused.map(({ refusal }) => refusal.report),
    [reportName(1), reportName(3)],
  )
  scene.answer = () => ({ result: 'delivered', answer: '250' })
  await new Retries(folders, 'ops').add(refused.map(({ refusal }) => refusal.report))
  await scene.pass(10 * MINUTE)
  assert.match(scene.sent.at(-1)?.message.text ?? '', /^2 events from /m)
  assert.deepEqual(await failuresOf(folders, 'ops'), [])
  assert.deepEqual([...(await new Retries(folders, 'ops').numbers())], [])
})

test('reports that it does not want are passed without a write each, and the cursor follows within a minute', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start()
  const file = join(scene.spool.folders.root, CURSOR)
  const { ino } = await stat(file)
  for (let count = 0; count < 20; count += 1) {
    await scene.seal(eventOf('login'))
    await scene.pass(1000)
  }
  assert.equal((await stat(file)).ino, ino)
  assert.equal(scene.queue?.upTo, 20)
  await scene.pass(MINUTE)
  assert.match(await cursorOf(scene), /"upTo":20,/)
})

test('a daily alert holds what it wants until its hour, keeps it in the spool, and writes nothing meanwhile', async (t) => {
  const scene = await AlertScene.make(t)
  scene.alert = { ...scene.alert, pace: { hour: new Date(NOON).getHours(), minute: 30 } }
  await scene.start()
  const file = join(scene.spool.folders.root, CURSOR)
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass()
  const { ino } = await stat(file)
  for (let count = 0; count < 10; count += 1) {
    await scene.seal(eventOf('login'), takeoverOf('b@example.com'))
    await scene.pass(2 * MINUTE)
  }
  assert.deepEqual([scene.sent.length, scene.held, (await stat(file)).ino], [0, 11, ino])
  assert.equal(scene.queue?.upTo, 0)
  assert.equal(scene.state?.problem, undefined)
  await scene.pass(10 * MINUTE)
  assert.equal(scene.sent.length, 1)
  assert.equal(scene.queue?.upTo, 11)
})

test('with once it tells what is due at once, and leaves the rest for the next run', async (t) => {
  const scene = await AlertScene.make(t)
  await scene.start(AbortSignal.abort())
  assert.equal(await scene.stop(), true)
  await scene.seal(takeoverOf('a@example.com'))
  await scene.start(AbortSignal.abort())
  assert.equal(scene.sent.length, 1)
  await scene.seal(takeoverOf('b@example.com'))
  await scene.start(AbortSignal.abort())
  assert.deepEqual([scene.sent.length, await scene.stop()], [1, true])
  scene.now += 10 * MINUTE
  scene.answer = () => BUSY
  await scene.start(AbortSignal.abort())
  assert.deepEqual([scene.sent.length, await scene.stop()], [2, false])
})

test('beyond the bound of the spool the oldest held reports are given up, though the message still tells of them', async (t) => {
  const scene = await AlertScene.make(t)
  scene.answer = () => BUSY
  await scene.start()
  for (let count = 0; count < 5; count += 1) await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(10_000)
  assert.equal(await scene.queue?.giveUpBeyond(1), 4)
  assert.equal(scene.queue?.upTo, 4)
  scene.answer = () => ({ result: 'delivered', answer: '250' })
  await scene.pass(6 * MINUTE)
  assert.match(scene.sent.at(-1)?.message.text ?? '', /^5 events from /m)
})
