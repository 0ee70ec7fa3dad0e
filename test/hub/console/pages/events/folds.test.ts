import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldedRows } from '../../../../../hub/console/pages/events/folds.ts'
import { TableCursor } from '../../../../../hub/console/pages/events/table-cursor.ts'
import type { ShownEvent } from '../../../../../hub/contract/event-contract.ts'

const NOON = 1_795_176_000

function event(id: string, fields: Partial<ShownEvent> = {}): ShownEvent {
  return {
    id,
    time: NOON,
    received: NOON,
    host: 'srv07.example.net',
    type: 'login_failed',
    severity: 'low',
    context: 'mailbox',
    mailbox_address: 'ann@example.com',
    ip: '203.0.113.7',
    network: null,
    fields: {},
    ...fields,
  }
}

function rowsOf(events: readonly ShownEvent[], open: readonly string[] = [], isWhole = true): readonly string[] {
  return foldedRows(events, { zone: 'utc', open: new Set(open), isWhole }).map(
    ({ is, event: { id }, events: all, isCut }) => `${is} ${id} ${all.length}${isCut ? '+' : ''}`,
  )
}

const [A, B, C, D] = [event('a'), event('b'), event('c'), event('d')]

test('three or more of a kind from one address, or of one mailbox, are one row', () => {
  assert.deepEqual(rowsOf([A, B]), ['event a 1', 'event b 1'])
  assert.deepEqual(rowsOf([A, B, C]), ['shut a 3'])
  const manyMailboxes = ['a', 'b', 'c'].map((id) => event(id, { mailbox_address: `${id}@example.com` }))
  assert.deepEqual(rowsOf(manyMailboxes), ['shut a 3'])
  const manyAddresses = ['1', '2', '3'].map((id) => event(id, { ip: `203.0.113.${id}` }))
  assert.deepEqual(rowsOf(manyAddresses), ['shut 1 3'])
  // One address, then one mailbox: no two of them all have anything in common.
  const chain = [A, B, event('x', { mailbox_address: 'bob@example.com' }), event('y', { ip: '203.0.113.9' })]
  assert.deepEqual(rowsOf(chain), ['shut a 3', 'event y 1'])
  const nameless = ['a', 'b', 'c'].map((id) => event(id, { ip: null, mailbox_address: null }))
  assert.deepEqual(rowsOf(nameless), ['event a 1', 'event b 1', 'event c 1'])
})

test('what differs in kind, severity or day begins a new row, and what matters has its own', () => {
  assert.deepEqual(rowsOf([A, B, event('x', { type: 'login' }), C, D]).length, 5)
  assert.deepEqual(rowsOf([A, B, event('x', { severity: 'medium' })]).length, 3)
  assert.deepEqual(rowsOf([A, B, event('x', { time: NOON - 86_400 })]).length, 3)
  assert.deepEqual(rowsOf(['a', 'b', 'c'].map((id) => event(id, { severity: 'high' }))).length, 3)
})

test('an open fold has its events below it, whichever of them it was opened by', () => {
  assert.deepEqual(rowsOf([A, B, C], ['b']), ['open a 3', 'inner a 1', 'inner b 1', 'inner c 1'])
  assert.deepEqual(rowsOf([D, A, B, C], ['a'])[0], 'open d 4')
})

test('a count is a lower bound where the page ends, and only there', () => {
  assert.deepEqual(rowsOf([A, B, C], [], false), ['shut a 3+'])
  assert.deepEqual(rowsOf([A, B, C, event('x', { type: 'login' })], [], false), ['shut a 3', 'event x 1'])
})

test('the cursor stays with its event when folds open and shut, and when new events come', () => {
  const cursor = new TableCursor()
  const folding = { zone: 'utc', isWhole: true } as const
  const last = event('last', { type: 'login' })
  const shut = foldedRows([A, B, C, last], { ...folding, open: new Set() })
  const open = foldedRows([A, B, C, last], { ...folding, open: new Set(['a']) })
  cursor.at.value = { row: 1, column: 2 }
  cursor.follow(shut, open)
  assert.deepEqual(cursor.at.value, { row: 4, column: 2 })
  cursor.at.value = { row: 2, column: 0 }
  cursor.follow(open, shut)
  assert.equal(cursor.at.value.row, 0)
  const newer = foldedRows([event('new', { type: 'login' }), A, B, C, last], { ...folding, open: new Set() })
  cursor.follow(shut, newer)
  assert.equal(cursor.at.value.row, 1)
  cursor.follow(newer, [])
  assert.equal(cursor.at.value.row, -1)
})
