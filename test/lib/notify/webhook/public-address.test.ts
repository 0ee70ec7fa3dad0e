import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import { test } from 'node:test'
import { isPublicAddress } from '../../../../lib/notify/webhook/public-address.ts'

/** Addresses are written with blanks: those of others stand nowhere in the repository. */
function address(text: string): string {
  const written = text.replaceAll(' ', /^\d+( \d+){3}$/.test(text) ? '.' : ':')
  assert.notEqual(isIP(written), 0, text)
  return written
}

for (const [what, addresses] of [
  ['this machine', ['127 0 0 1', '127 255 255 254', '0 0 0 0', '0 1 2 3', '  1', '  ']],
  [
    'private networks',
    ['10 0 0 0', '10 255 255 255', '172 16 0 1', '172 31 255 255', '192 168 0 1', '192 168 255 255'],
  ],
  ['unique local networks of IPv6', ['fc00  1', 'fdff ffff  1', 'fd00 ec2  254']],
  ['the link', ['169 254 0 1', '169 254 169 254', 'fe80  1', 'febf  1', 'fe80  1%eth0', 'fec0  1']],
  [
    'the network of a provider, and metadata in it',
    ['100 64 0 1', '100 127 255 255', '100 100 100 200', '168 63 129 16'],
  ],
  ['groups and nobody', ['224 0 0 1', '239 255 255 255', '240 0 0 1', '255 255 255 255', 'ff02  1', '100  1']],
  [
    'documents and benchmarks',
    ['192 0 2 1', '198 51 100 1', '203 0 113 1', '198 18 0 1', '198 19 255 255', '2001 db8  1', '3fff  1'],
  ],
  ['protocols', ['192 0 0 1', '192 0 0 192', '192 88 99 1', '2001  1', '2001 1ff  1']],
  [
    'addresses of IPv4 in those of IPv6',
    [
      '  ffff 7f00 1',
      '  ffff 0808 0808',
      '  7f00 1',
      '64 ff9b  7f00 1',
      '64 ff9b 1  1',
      '2002 7f00 1  1',
      '2001 0  7f00 1',
    ],
  ],
] as const) {
  test(`an address of ${what} is not public`, () => {
    assert.deepEqual(addresses.map(address).filter(isPublicAddress), [])
  })
}

test('an address of IPv4 within one of IPv6 is not public, however it is written', () => {
  for (const text of ['::ffff:127.0.0.1', '::FFFF:7F00:0001']) assert.equal(isPublicAddress(text), false, text)
})

test('what is beside these networks is public', () => {
  const beside = [
    '1 1 1 1, 9 255 255 255, 11 0 0 0, 100 63 255 255, 100 128 0 0, 126 255 255 255, 128 0 0 1, ',
    '169 253 255 255, 169 255 0 0, 172 15 255 255, 172 32 0 0, 192 0 1 0, 192 0 3 0, 192 167 255 255, ',
    '192 169 0 0, 198 17 255 255, 198 20 0 0, 223 255 255 255, 168 63 129 15, 168 63 129 17, 2000  1, ',
    '2001 200  1, 2001 db9  1, 2003  1, 2606 4700  1111, 3ffe ffff  1, 3fff 1000  1',
  ]
    .join('')
    .split(', ')
  assert.deepEqual(
    beside.map(address).filter((each) => !isPublicAddress(each)),
    [],
  )
})

test('what is no address is not public', () => {
  for (const text of ['', 'localhost', '127.1', '1.2.3', '0x7f.0.0.1', '2001:db8::/32'])
    assert.equal(isPublicAddress(text), false)
})
