import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import type { Options } from '../../../../lib/command-line/command.ts'
import { type LocalEvents, createLocalEvents, sealedEntry } from '../../../support/local-events.ts'

process.env['TZ'] = 'Europe/Vienna'
process.env['NO_COLOR'] = '1'

const ANNA = { mailbox_address: 'anna@shop.example', ip: '203.0.113.66' }
const PLACE = { log: '/logs/access_log', generation: 'g', offset: 7 }

/** A takeover whose guessed logins were not sealed, with one later step, and somebody else's events. */
async function takeover(t: TestContext): Promise<LocalEvents> {
  const scene = await createLocalEvents(t)
  const summary = 'Somebody logged in, then stored a filter.'
  await scene.seal(1, [
    sealedEntry(['login_burst', 'burst', '08:00:00'], { mailbox_address: ANNA.mailbox_address }),
    sealedEntry(['login_after_burst', 'access', '08:01:00'], { ...ANNA, parts: 'burst login' }),
    sealedEntry(['login', 'other', '08:01:00'], { mailbox_address: 'bob@shop.example' }),
  ])
  await scene.seal(2, [
    sealedEntry(['mailbox_takeover', 'whole', '08:02:00'], { ...ANNA, summary, parts: 'access filter' }),
    sealedEntry(['filter_stored', 'filter', '08:02:00'], ANNA, PLACE),
  ])
  const step = { ...ANNA, summary: 'Somebody changed its password.', parts: 'password', takeover_id: 'whole' }
  await scene.seal(3, [sealedEntry(['mailbox_takeover_step', 'step', '09:00:00'], step)])
  return scene
}

async function idsWith(scene: LocalEvents, id: string): Promise<readonly string[]> {
  const { lines } = await scene.show({ id, json: true })
  return lines.map((line) => String(JSON.parse(line).id))
}

test('one event is shown with all its fields, those untold included', async (t) => {
  const { show } = await takeover(t)
  const { code, lines, stderr } = await show({ id: 'filter' })
  const fields = new Map(lines.map((line) => [line.split(' ', 1)[0], line.replace(/^\S+ +/, '')]))
  for (const [name, value] of [
    ['event', 'stored a filter'],
    ['type', 'filter_stored'],
    ['time', '1795161720 (2026-11-20 09:02:00)'],
    ['ip', '203.0.113.66'],
    ['actor', '-'],
    ['log', '/logs/access_log'],
    ['offset', '7'],
    ['report', reportName(2)],
  ] as const)
    assert.ok(fields.get(name)?.startsWith(value), `${name}: ${fields.get(name)}`)
  assert.deepEqual([code, stderr], [0, ''])
})

test('of a takeover the parts and theirs are shown in the order of time, what came later, and which are missing', async (t) => {
  const { show } = await takeover(t)
  const { lines, stderr } = await show({ id: 'whole' })
  const text = lines.join('\n')
  assert.match(text, /^event +was probably taken over\. Somebody logged in, then stored a filter\.$/m)
  const [, parts = '', later = ''] = text.split(/\n\nIts parts:\n|\n\nWhat came later:\n/)
  const idsIn = (shown: string): readonly string[] => Array.from(shown.matchAll(/ id=(\w+)/g), ([, id = '']) => id)
  assert.deepEqual([idsIn(parts), idsIn(later)], [['burst', 'access', 'filter'], ['step']])
  assert.match(parts, /log=\/logs\/access_log {2}offset=7/)
  assert.match(stderr, /^Parts that are not in the spool, .*: login\n$/)
})

test('with --json the event comes first, then its parts and what came later; a step names its takeover', async (t) => {
  const scene = await takeover(t)
  assert.deepEqual(await idsWith(scene, 'whole'), ['whole', 'burst', 'access', 'filter', 'step'])
  assert.deepEqual(await idsWith(scene, 'step'), ['step', 'burst', 'access', 'whole', 'filter'])
  assert.deepEqual(await idsWith(scene, 'other'), ['other'])
})

test('parts that name each other, or themselves, are shown once', async (t) => {
  const scene = await createLocalEvents(t)
  await scene.seal(1, [
    sealedEntry(['login_after_burst', 'a', '08:00:00'], { ...ANNA, parts: 'a b' }),
    sealedEntry(['login_after_burst', 'b', '08:00:01'], { ...ANNA, parts: 'a b' }),
  ])
  assert.deepEqual(await idsWith(scene, 'a'), ['a', 'b'])
})

test('what is not there, and what asks for other events, is refused in one sentence', async (t) => {
  const { show } = await takeover(t)
  await assert.rejects(show({ id: 'none\u001b' }), {
    exitCode: 1,
    message: 'events: the spool holds no event with the id none?; --wide shows ids',
  })
  for (const options of [
    { wide: true },
    { csv: true },
    { mailbox: 'anna@shop.example' },
    { last: '3' },
  ] satisfies Options[])
    await assert.rejects(show({ id: 'whole', ...options }), {
      exitCode: 2,
      message: `events: --id shows one event and its parts; leave out --${Object.keys(options).join('')}`,
    })
})

test('a damaged report is named once, and the exit code says that something is missing', async (t) => {
  const { folders, show } = await takeover(t)
  await writeFile(join(folders.sealed, reportName(1)), '{', { mode: 0o600 })
  const { code, stderr } = await show({ id: 'whole' })
  assert.equal(code, 1)
  assert.equal(stderr.split('it is passed over.').length, 2)
  assert.match(stderr, /: access\n$/)
})
