import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byChannel, receiptLook } from '../../../../../hub/console/pages/alerts/receipt-look.ts'
import type { ShownReceipt } from '../../../../../hub/contract/alert-contract.ts'
import { DELIVERY_STATES } from '../../../../../hub/store/alert-tables.ts'

const NOW = 1000

function receipt(state: string, fields: Partial<ShownReceipt> = {}): ShownReceipt {
  const none = { tried: null, delivered: null, due: null, joined: null, answer: '', words: '' }
  return { channel: 'staff', recipient: 'duty@example.com', state, tries: 1, ...none, ...fields }
}

test('what was delivered is filled, what is not sent yet hollow, what was tried dashed, what is lost crossed', () => {
  const looks: readonly (readonly [receipt: ShownReceipt, look: string])[] = [
    [receipt('delivered', { delivered: 941 }), 'seen fine Delivered after 41 s'],
    [receipt('joined', { joined: 7 }), 'seen fine Came with others'],
    [receipt('held', { due: NOW + 600 }), 'none fine Collecting goes out in 10 min'],
    [receipt('held', { due: NOW - 1 }), 'none fine Collecting goes out now'],
    [receipt('waiting', { tries: 0 }), 'none fine On its way'],
    [receipt('waiting', { tries: 3, due: NOW + 60 }), 'unknown late Waiting 3 tries, next in 1 min'],
    [receipt('waiting', { tries: 1, due: NOW }), 'unknown late Waiting 1 try, next now'],
    [receipt('refused'), 'blind lost Refused'],
    [receipt('given_up'), 'blind lost Given up'],
  ]
  for (const [given, expected] of looks) {
    const { mark, tone, word, more } = receiptLook(given, 900, NOW)
    assert.equal([mark, tone, word, more].join(' ').trim(), expected)
  }
  assert.deepEqual(new Set(looks.map(([{ state }]) => state)), new Set(DELIVERY_STATES))
})

test('of each channel the worst is said, and of how many recipients', () => {
  const receipts = [
    receipt('delivered'),
    receipt('refused', { recipient: 'gone@example.com' }),
    receipt('delivered', { recipient: 'anna@example.com' }),
    receipt('delivered', { channel: 'chat' }),
  ]
  assert.deepEqual(
    byChannel(receipts).map(({ channel, worst, count, all }) => [channel, worst.state, count, all]),
    [
      ['staff', 'refused', 1, 3],
      ['chat', 'delivered', 1, 1],
    ],
  )
})
