import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { test } from 'node:test'
import { readDocument } from '../../../../agent/commands/hook/document.ts'

const NEVER = new AbortController().signal

test('a document is read to its end, however it is cut', async () => {
  const pieces = ['{"a":', ' "ü', '"}'].map((text) => Buffer.from(text))
  assert.equal(await readDocument(Readable.from(pieces, { objectMode: false }), NEVER), '{"a": "ü"}')
})

test('1 MiB is a document, and a byte more is none, which is read to its end all the same', async () => {
  for (const [bytes, length] of [
    [1024 * 1024, 1024 * 1024],
    [1024 * 1024 + 1, undefined],
  ] as const) {
    const stream = Readable.from([Buffer.alloc(bytes - 7, 'x'), Buffer.alloc(7, 'x')], { objectMode: false })
    const ended = Promise.withResolvers<void>()
    stream.on('end', ended.resolve)
    assert.equal((await readDocument(stream, NEVER))?.length, length)
    await ended.promise
  }
})

test('what never ends is given up after a while, or when the process is told to stop', async () => {
  const endless = (): PassThrough => {
    const stream = new PassThrough()
    stream.write('{"whole": 1}')
    return stream
  }
  assert.equal(await readDocument(endless(), NEVER, 1), '{"whole": 1}')
  const stop = new AbortController()
  const stream = endless()
  stream.once('data', () => stop.abort())
  assert.equal(await readDocument(stream, stop.signal, 1_000_000), '{"whole": 1}')
  assert.equal(await readDocument(endless(), stop.signal, 1_000_000), '')
})

test('a stream that breaks gives what came', async () => {
  const stream = new PassThrough()
  stream.write('{}')
  stream.once('data', () => stream.destroy(new Error('broken')))
  assert.equal(await readDocument(stream, NEVER), '{}')
})
