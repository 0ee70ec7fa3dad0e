import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fittingJson, fittingText } from '../../../hub/forwarding/fitting-text.ts'

test('JSON is ASCII, and means the same', () => {
  const document = { message: '\u00FC\u2028\u{1F600}\n"\u0000', spoor: { a: 'b' } }
  const json = fittingJson(document, 8000)
  assert.match(json, /^[ -~]+$/)
  assert.deepEqual(JSON.parse(json), document)
})

test('of a document that is too long the longest texts are cut, the others stay', () => {
  const names = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`n${index}`, '\u{1F600}'.repeat(1000)]))
  const json = fittingJson({ ...names, host: { name: 'web1.example.com' }, event: { id: 'a'.repeat(64) } }, 7000)
  assert.ok(json.length <= 7000)
  const { host, event, n0 } = JSON.parse(json)
  assert.deepEqual([host.name, event.id], ['web1.example.com', 'a'.repeat(64)])
  assert.ok(n0.isWellFormed() && n0.endsWith('\u2026'))
})

test('a text is cut between two characters', () => {
  assert.equal(fittingText('hallo', 5), 'hallo')
  const cut = fittingText('\u00FC'.repeat(10), 10)
  assert.equal(cut, '\u00FC\u00FC\u00FC\u2026')
  assert.ok(Buffer.byteLength(cut) <= 10)
})
