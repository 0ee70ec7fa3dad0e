import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FrameReader } from '../../../../hub/console/state/event-frames.ts'

const STREAM =
  'retry: 3000\nid: 7\n\ndata: {"a":1}\n\nid: 8\ndata: x\ndata: y\n\n: nothing new\nid: 8\n\nevent: missed\nid: 9\ndata: {}\n\n'

const FRAMES = [
  { name: 'message', data: '', id: '7' },
  { name: 'message', data: '{"a":1}', id: undefined },
  { name: 'message', data: 'x\ny', id: '8' },
  { name: 'message', data: '', id: '8' },
  { name: 'missed', data: '{}', id: '9' },
]

test('server-sent events are read, however they are cut', () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const reader = new FrameReader()
    const frames = []
    for (let at = 0; at < STREAM.length; at += size) frames.push(...reader.read(STREAM.slice(at, at + size)))
    assert.deepEqual(frames, FRAMES, `pieces of ${size}`)
  }
})
