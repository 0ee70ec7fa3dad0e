import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { base64Lines } from '../../../../agent/mail-reports/letter/base64-lines.ts'

async function encoded(pieces: readonly Uint8Array[]): Promise<string> {
  let text = ''
  for await (const piece of base64Lines(from(pieces))) text += piece
  return text
}

async function* from(pieces: readonly Uint8Array[]): AsyncGenerator<Buffer, void, void> {
  for (const piece of pieces) yield Buffer.from(piece)
}

test('bytes come back whole, whatever pieces they came in, in lines of 76 characters', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 6 }), async (pieces) => {
      const text = await encoded(pieces)
      assert.deepEqual(Buffer.from(text, 'base64'), Buffer.concat(pieces))
      const lines = text.split('\r\n')
      assert.equal(lines.pop(), '')
      assert.ok(lines.every(({ length }, at) => (at < lines.length - 1 ? length === 76 : length <= 76)))
    }),
    { numRuns: 50 },
  )
})
