import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { contentOf } from '../../../agent/commands/named-file.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

async function textOf(file: string, signal = new AbortController().signal): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of contentOf(file, signal)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

test('a file is read whole, even an empty one', async (t) => {
  const file = join(await temporaryFolder(t), 'log')
  for (const text of ['', 'a line\n', 'x'.repeat(200_000)]) {
    await writeFile(file, text)
    assert.equal(await textOf(file), text)
  }
  await assert.rejects(textOf(`${file}.not`), { code: 'ENOENT' })
})

test('a pipe is read until its writer ends, however slow', async (t) => {
  const fifo = join(await temporaryFolder(t), 'fifo')
  execFileSync('mkfifo', [fifo])
  // With both ends open, opening it does not block.
  const both = await open(fifo, 'r+')
  const pieces = contentOf(fifo, new AbortController().signal)
  const first = pieces.next()
  await both.write('one\n')
  assert.equal(String((await first).value), 'one\n')
  const writer = spawn('sh', ['-c', 'echo two', 'sh'], { stdio: ['ignore', both.fd, 'inherit'] })
  await once(writer, 'exit')
  await both.close()
  assert.equal(String((await pieces.next()).value), 'two\n')
  assert.equal((await pieces.next()).done, true)
})

test('a pipe without a writer is reported at once', async (t) => {
  const fifo = join(await temporaryFolder(t), 'fifo')
  execFileSync('mkfifo', [fifo])
  await assert.rejects(textOf(fifo), { name: 'ActionNeeded', message: `${fifo}: nobody writes to this pipe` })
})

test('a signal ends the wait for an empty pipe', async (t) => {
  const fifo = join(await temporaryFolder(t), 'fifo')
  execFileSync('mkfifo', [fifo])
  const both = await open(fifo, 'r+')
  t.after(() => both.close())
  const abort = new AbortController()
  const read = textOf(fifo, abort.signal)
  abort.abort()
  await assert.rejects(read, { name: 'AbortError' })
})
