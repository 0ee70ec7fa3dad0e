import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type Socket, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { LONGEST_LINE } from '../../../agent/follow/scan/longest-line.ts'
import { unixSocket } from '../../../agent/sources/unix-socket.ts'
import { type LineScene, startLines } from '../../support/line-scene.ts'
import { mortal } from '../../support/mortal.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

interface Scene extends LineScene {
  readonly path: string
  readonly connect: () => Promise<Socket>
}

/** A collector's socket in a folder of its own, listened on. */
async function listen(t: TestContext, path?: string, from?: ReturnType<LineScene['reached']>): Promise<Scene> {
  const place = path ?? join(await temporaryFolder(t), 'lines.sock')
  const scene = startLines(unixSocket, place, from)
  t.after(() => scene.stop())
  await scene.untilTold(/^socket_listening: login: listening on /)
  return { ...scene, path: place, connect: () => connectTo(t, place) }
}

async function connectTo(t: TestContext, path: string): Promise<Socket> {
  const socket = connect({ path })
  t.after(() => socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** Resolves once the system has taken what is written. */
function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve) => void socket.write(text, () => resolve()))
}

test('lines of one connection come in order, and the last one without a newline when the writer is done', async (t) => {
  const scene = await listen(t)
  const writer = await scene.connect()
  writer.end('a\nb\nc')
  await scene.until(() => scene.lines.length === 3)
  assert.deepEqual(scene.lines, ['a', 'b', 'c'])
})

test('lines of several connections never mix, however their pieces come', async (t) => {
  const scene = await listen(t)
  const writers = await Promise.all(Array.from({ length: 5 }, () => scene.connect()))
  for (const piece of ['one ', 'two ', 'three'])
    for (const [index, writer] of writers.entries()) await write(writer, `${piece}${index} `)
  for (const writer of writers) await write(writer, '\n')
  await scene.until(() => scene.lines.length === 5)
  assert.deepEqual(
    scene.lines.toSorted(),
    [0, 1, 2, 3, 4].map((index) => `one ${index} two ${index} three${index} `),
  )
})

test('offsets go on where a former run ended, so the same line again is another one', async (t) => {
  const scene = await listen(t)
  await write(await scene.connect(), 'same\n')
  await scene.until(() => scene.lines.length === 1)
  await scene.stop()
  const next = await listen(t, scene.path, scene.reached())
  await write(await next.connect(), 'same\n')
  await next.until(() => next.lines.length === 1)
  assert.deepEqual(
    [...scene.taken, ...next.taken].map(({ offset }) => offset),
    [0, 5],
  )
})

test('of a line that is too long the beginning is taken, and other lines stay whole', async (t) => {
  const scene = await listen(t)
  const [long, other] = [await scene.connect(), await scene.connect()]
  await write(long, 'x'.repeat(3 * LONGEST_LINE))
  await write(other, 'other\n')
  await scene.until(() => scene.lines.length === 1)
  await write(long, 'x\nnext\n')
  await scene.until(() => scene.lines.length === 3)
  assert.deepEqual(
    scene.lines.map((line) => (line.length > 10 ? line.length : line)),
    ['other', LONGEST_LINE, 'next'],
  )
  assert.match(scene.told.join(), /line_cut/)
})

test('a stop takes all that was written before, tells how much of half a line is gone, and removes the socket', async (t) => {
  const scene = await listen(t)
  scene.hold()
  const writer = await scene.connect()
  await write(writer, 'first\n')
  await scene.until(() => scene.lines.length === 1)
  const late = await scene.connect()
  await write(late, `${'y'.repeat(100)}\n`.repeat(1000))
  await write(writer, 'second\nhalf')
  await scene.stop()
  assert.equal(scene.lines.length, 1002)
  assert.ok(scene.lines.includes('second'))
  assert.match(scene.told.at(-1) ?? '', /^stream_cut: login: 4 bytes taken from \S+ could not be sealed/)
  assert.equal(existsSync(scene.path), false)
})

test('while nothing can be stored, writers wait', async (t) => {
  const scene = await listen(t)
  scene.hold()
  const writer = await scene.connect()
  await write(writer, 'first\n')
  await scene.until(() => scene.lines.length === 1)
  // The batch under way, what Node reads ahead, and what the system holds for both sides.
  const text = `${'z'.repeat(1023)}\n`.repeat(8 * 1024)
  let isWritten = false
  const written = write(writer, text).then(() => (isWritten = true))
  const other = await scene.connect()
  await write(other, 'other\n')
  assert.equal(isWritten, false)
  assert.ok(writer.writableLength > 4 * 1024 * 1024)
  scene.go()
  await written
  await scene.until(() => scene.lines.length === 2 + 8 * 1024)
})

test('what was read and could not be stored any more is told, half lines included', async (t) => {
  const scene = await listen(t)
  scene.hold()
  const writer = await scene.connect()
  await write(writer, 'a\nhalf')
  await scene.until(() => scene.lines.length === 1)
  await scene.abandon()
  // The line that was on its way, and the half one.
  assert.match(scene.told.at(-1) ?? '', /^stream_cut: login: 6 bytes /)
  await once(writer, 'close')
})

test('more than 64 connections are refused and told once, and taken again when one ends', async (t) => {
  const scene = await listen(t)
  const writers = await Promise.all(Array.from({ length: 64 }, () => scene.connect()))
  for (const _ of [1, 2]) await once(await scene.connect(), 'close')
  assert.equal(scene.told.filter((text) => text.startsWith('socket_full: ')).length, 1)
  writers[0]?.end('last words')
  await scene.until(() => scene.lines.length === 1)
  const next = await scene.connect()
  await write(next, 'next\n')
  await scene.until(() => scene.lines.length === 2)
  assert.deepEqual(scene.lines, ['last words', 'next'])
})

test('only the own user may write, and the group that the folder gives to what is made in it', async (t) => {
  const { path } = await listen(t)
  assert.equal(lstatSync(path).mode & 0o777, 0o600)
  const folder = join(await temporaryFolder(t), 'shared')
  mkdirSync(folder)
  chmodSync(folder, 0o2750)
  const shared = await listen(t, join(folder, 'lines.sock'))
  assert.equal(lstatSync(shared.path).mode & 0o777, 0o620)
})

test('the socket of a process that was killed is replaced', async (t) => {
  const path = join(await temporaryFolder(t), 'lines.sock')
  const code = `require('node:net').createServer().listen(process.argv[1], () => console.log('listening'))`
  const [program, ...words] = [...mortal, process.execPath, '-e', code, path]
  const before = spawn(program, words)
  await once(before.stdout, 'data')
  before.kill('SIGKILL')
  await once(before, 'exit')
  assert.ok(lstatSync(path).isSocket())
  const scene = await listen(t, path)
  await write(await scene.connect(), 'a\n')
  await scene.until(() => scene.lines.length === 1)
})

test('a socket that another process listens on is left to it, told once, and taken when it is free', async (t) => {
  const path = join(await temporaryFolder(t), 'lines.sock')
  const other = createServer().listen(path)
  await once(other, 'listening')
  const scene = startLines(unixSocket, path)
  t.after(() => scene.stop())
  await scene.untilTold(/^source_unreadable: login: cannot listen on \S+: another process listens there; stop it/)
  await connectTo(t, path).then((socket) => socket.destroy())
  await new Promise((resolve) => other.close(resolve))
  await scene.untilTold(/^source_readable: login: \S+ can be written to again/)
  await write(await connectTo(t, path), 'a\n')
  await scene.until(() => scene.lines.length === 1)
  assert.equal(scene.told.filter((text) => text.startsWith('source_unreadable')).length, 1)
})

for (const [what, lay] of [
  ['a file', (path: string) => writeFileSync(path, 'precious')],
  ['a link', (path: string) => symlinkSync('elsewhere', path)],
  ['a folder', (path: string) => mkdirSync(path)],
] as const) {
  test(`${what} at the path stays as it is`, async (t) => {
    const path = join(await temporaryFolder(t), 'lines.sock')
    lay(path)
    const before = lstatSync(path).ino
    const scene = startLines(unixSocket, path)
    await scene.untilTold(
      /^source_unreadable: login: cannot listen on \S+: something else is there, and stays as it is/,
    )
    await scene.stop()
    assert.equal(lstatSync(path).ino, before)
  })
}

test('a folder that is missing is told, and what to do', async (t) => {
  const scene = startLines(unixSocket, join(await temporaryFolder(t), 'nowhere/lines.sock'))
  await scene.untilTold(/cannot listen on \S+: its folder is missing; make it\. The agent tries again every second\.$/)
  await scene.stop()
})

test('what took the place of the socket is not removed with it', async (t) => {
  const { path, stop } = await listen(t)
  rmSync(path)
  writeFileSync(path, 'precious')
  await stop()
  assert.equal(readFileSync(path, 'utf8'), 'precious')
})
