import assert from 'node:assert/strict'
import { test } from 'node:test'
import { framedMessage, LONGEST_MESSAGE, LONGEST_TEXT } from '../../../hub/forwarding/syslog-message.ts'
import { KINDS } from '../../../lib/event/catalogue.ts'
import { HUB_KINDS } from '../../../lib/event/hub-kinds.ts'
import { NOW } from '../../support/stores.ts'

const MESSAGE = { time: NOW, severity: 'high', host: 'web1.example.com', kind: 'login', text: 'hallo' } as const

test('a message is one of RFC 5424, with its length in bytes before it', () => {
  const message = '<83>1 2026-11-20T08:00:00Z web1.example.com spoor-hub - login - h\u00E4llo'
  assert.equal(framedMessage({ ...MESSAGE, text: 'h\u00E4llo' }).toString(), `70 ${message}`)
  assert.equal(Buffer.byteLength(message), 70)
})

test('what is no name cannot end the header', () => {
  const hostile = framedMessage({ ...MESSAGE, host: 'a b\n<0>1', kind: '' }).toString()
  assert.match(hostile, /^\d+ <83>1 2026-11-20T08:00:00Z a\?b\?<0>1 spoor-hub - - - hallo$/)
})

test('every kind fits into its field, and the longest message is one that receivers take', () => {
  for (const kind of [...KINDS, ...HUB_KINDS]) assert.ok(kind.length <= 32, kind)
  const longest = framedMessage({
    ...MESSAGE,
    host: 'h'.repeat(999),
    kind: 'k'.repeat(99),
    text: 'x'.repeat(LONGEST_TEXT),
  })
  assert.ok(longest.length <= LONGEST_MESSAGE + '8192 '.length)
})
