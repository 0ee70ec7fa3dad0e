import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { CommandAlert } from '../../../agent/config/alerts/alert-config.ts'
import { failuresOf } from '../../../agent/spool/cursor/failures.ts'
import { Retries } from '../../../agent/spool/cursor/retries.ts'
import { reportName } from '../../../agent/spool/reports/report-name.ts'
import { commandChannel } from '../../../lib/notify/command/command-channel.ts'
import { commandSettings, shellScript } from '../../lib/notify/command/command-scene.ts'
import { eventOf } from '../../support/events.ts'
import { AlertScene, exampleAlert, MINUTE, NOON, takeoverOf } from './alert-loop-scene.ts'

/** An alert that runs a real script for each event. */
interface CommandScene {
  readonly scene: AlertScene
  readonly folder: string
  /** The program. */
  readonly program: string
  /** What the program was given, one document after the other. */
  readonly given: () => readonly Readonly<Record<string, unknown>>[]
  /** The mailboxes of these. */
  readonly mailboxes: () => readonly unknown[]
}

/** The script notes what it gets, then does as `lines` say; `$doc` is the document. */
async function commandScene(t: TestContext, lines = '', change: Partial<CommandAlert> = {}): Promise<CommandScene> {
  const scene = await AlertScene.make(t)
  const folder = scene.spool.folders.root
  const log = join(folder, '..', 'given')
  const program = shellScript(join(folder, '..'), `read -r doc; echo "$doc" >> ${log}\n${lines}`)
  const settings = commandSettings(program)
  const { pace: _pace, limit: _limit, ...base } = exampleAlert({ name: 'block', option: 'alerts.block' })
  scene.alert = { ...base, way: { type: 'command', settings }, rate: 10, ...change }
  scene.channel = commandChannel(settings)
  const given = (): readonly Readonly<Record<string, unknown>>[] =>
    existsSync(log)
      ? readFileSync(log, 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : []
  return { scene, folder, program, given, mailboxes: () => given().map(({ mailbox }) => mailbox) }
}

function refusalsOf({ scene }: CommandScene): ReturnType<typeof failuresOf> {
  return failuresOf(scene.spool.folders, 'block')
}

test('a program runs for each event that is wanted, in order, with all that is told of it', async (t) => {
  const made = await commandScene(t)
  const { scene } = made
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'), eventOf('login', {}), takeoverOf('b@example.com'))
  await scene.seal(takeoverOf('c@example.com'))
  await scene.pass()
  assert.deepEqual(made.mailboxes(), ['a@example.com', 'b@example.com', 'c@example.com'])
  const { time, words, ...first } = made.given()[0] ?? {}
  assert.deepEqual([typeof time, typeof words], ['number', 'string'])
  assert.deepEqual(first, {
    reason: 'alert',
    alert: 'block',
    host: 'web1.example.com',
    id: 'event-1-0',
    type: 'mailbox_takeover',
    severity: 'critical',
    mailbox: 'a@example.com',
    log: '/var/log/maillog',
    offset: 1,
  })
  assert.deepEqual([scene.state?.accepted, scene.state?.lastSuccess], [3, NOON])
  assert.equal(scene.queue?.upTo, 2)
  await scene.stop()
  await scene.start()
  await scene.pass(MINUTE)
  assert.equal(made.given().length, 3, 'nothing is told twice')
})

test('more events than the rate allows wait, in order, also where the agent starts anew meanwhile', async (t) => {
  const made = await commandScene(t, '', { rate: 2 })
  const { scene } = made
  await scene.start()
  await scene.seal(...['a', 'b', 'c', 'd', 'e'].map((name) => takeoverOf(`${name}@example.com`)))
  await scene.pass()
  assert.equal(made.given().length, 2)
  assert.equal(scene.within, MINUTE)
  await scene.stop()
  await scene.start()
  await scene.pass(MINUTE - 1)
  assert.equal(made.given().length, 2)
  await scene.pass(1)
  assert.equal(made.given().length, 4)
  await scene.pass(MINUTE)
  assert.deepEqual(
    made.given().map(({ id }) => id),
    ['event-1-0', 'event-1-1', 'event-1-2', 'event-1-3', 'event-1-4'],
  )
})

test('an event that a program wants later waits with those behind it, and nothing is dropped', async (t) => {
  const made = await commandScene(t)
  const { scene, folder } = made
  const busy = join(folder, '../busy')
  shellScript(join(folder, '..'), `read -r doc; [ -e ${busy} ] && exit 75; echo "$doc" >> ${folder}/../given`)
  writeFileSync(busy, '')
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'), takeoverOf('b@example.com'))
  await scene.pass()
  assert.deepEqual([made.given().length, scene.state?.problem, scene.state?.tries], [0, 'receiver', 1])
  assert.match(scene.state?.lastError?.reason ?? '', /wants it later \(exit code 75\)/)
  for (let hour = 0; hour < 24; hour += 1) await scene.pass(60 * MINUTE)
  assert.deepEqual(scene.spool.codes(), ['receiver_unreachable'], 'one notice for a day')
  rmSync(busy)
  await scene.pass(6 * MINUTE)
  assert.deepEqual(made.mailboxes(), ['a@example.com', 'b@example.com'])
  assert.deepEqual(scene.spool.codes(), ['receiver_unreachable', 'receiver_reachable'])
})

test('an event that a program refuses is told of at once, and the next goes on; a person can have it tried again', async (t) => {
  const made = await commandScene(t)
  const { scene, folder } = made
  const bad = join(folder, '../bad')
  const note = `echo "$doc" >> ${folder}/../given`
  shellScript(
    join(folder, '..'),
    `read -r doc; ${note}; [ -e ${bad} ] || exit 0; case $doc in *b@*) echo no >&2; exit 3;; esac`,
  )
  writeFileSync(bad, '')
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'), takeoverOf('b@example.com'), takeoverOf('c@example.com'))
  await scene.pass()
  assert.equal(made.given().length, 3)
  assert.deepEqual(scene.spool.codes(), ['alert_refused'])
  assert.match(
    scene.spool.told[0]?.text ?? '',
    /^block: the event event-1-1 is refused: .* failed \(exit code 3: no\)\.$/,
  )
  assert.deepEqual([scene.state?.accepted, scene.state?.rejected, scene.state?.problem], [2, 1, undefined])
  const [failure, ...others] = await refusalsOf(made)
  assert.equal(others.length, 0)
  assert.deepEqual([failure?.refusal.report, failure?.refusal.first, failure?.refusal.count], [reportName(1), 1, 1])
  const retries = new Retries(scene.spool.folders, 'block')
  await retries.add([reportName(1)])
  await scene.pass(MINUTE)
  assert.deepEqual(made.mailboxes().slice(3), ['b@example.com'], 'only what was refused')
  assert.equal((await refusalsOf(made)).length, 1, 'it is refused again')
  rmSync(bad)
  await retries.add([reportName(1)])
  await scene.stop()
  await scene.start()
  await scene.pass(MINUTE)
  assert.deepEqual(made.mailboxes().slice(4), ['b@example.com'])
  assert.deepEqual(await refusalsOf(made), [])
  await scene.pass(MINUTE)
  assert.equal(made.given().length, 5)
})

test('a kill between a run and its note repeats that event, under the same id, and skips none', async (t) => {
  const made = await commandScene(t)
  const { scene } = made
  const { channel } = scene
  await scene.start()
  await scene.seal(takeoverOf('a@example.com'), takeoverOf('b@example.com'), takeoverOf('c@example.com'))
  const killed = Promise.withResolvers<void>()
  scene.channel = channel && {
    ...channel,
    send: async (message, signal) => {
      const receipts = await channel.send(message, signal)
      if (message.id === 'event-1-1') {
        killed.resolve()
        // Nothing is noted any more.
        return new Promise(() => undefined)
      }
      return receipts
    },
  }
  await scene.stop()
  void scene.start()
  await killed.promise
  scene.kill()
  scene.channel = channel
  await scene.start()
  assert.deepEqual(
    made.given().map(({ id }) => id),
    ['event-1-0', 'event-1-1', 'event-1-1', 'event-1-2'],
  )
})

test('a program that others could change is told of before there is an event, and not run until that is mended', async (t) => {
  const made = await commandScene(t)
  const { scene, program } = made
  chmodSync(program, 0o777)
  await scene.start()
  assert.deepEqual([scene.spool.codes(), scene.state?.problem], [['receiver_refuses'], 'configuration'])
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass(6 * MINUTE)
  assert.equal(made.given().length, 0)
  chmodSync(program, 0o755)
  await scene.pass(6 * MINUTE)
  assert.deepEqual([made.mailboxes(), scene.state?.problem], [['a@example.com'], undefined])
})

test('a cursor of reports that hold nothing for it is saved within a minute, and what was done stays done if it is lost', async (t) => {
  const made = await commandScene(t)
  const { scene, folder } = made
  await scene.start()
  await scene.seal(eventOf('login', {}))
  await scene.pass()
  assert.equal(scene.within, MINUTE)
  await scene.pass(MINUTE)
  assert.match(readFileSync(join(folder, 'receivers/block/cursor.json'), 'utf8'), /"upTo":1/)
  await scene.seal(takeoverOf('a@example.com'))
  await scene.pass()
  await scene.stop()
  writeFileSync(join(folder, 'receivers/block/cursor.json'), '{')
  await scene.start()
  await scene.pass(MINUTE)
  assert.equal(made.given().length, 1)
})

test('with once it does what the rate allows and ends; a try that fails is no success', async (t) => {
  const made = await commandScene(t, '', { rate: 2 })
  const { scene } = made
  await scene.start()
  await scene.stop()
  await scene.seal(...['a', 'b', 'c'].map((name) => takeoverOf(`${name}@example.com`)))
  await scene.start(AbortSignal.abort())
  assert.deepEqual([await scene.stop(), made.given().length], [true, 2])
  scene.now += MINUTE
  shellScript(join(made.folder, '..'), 'exit 75')
  await scene.start(AbortSignal.abort())
  assert.equal(await scene.stop(), false)
})
