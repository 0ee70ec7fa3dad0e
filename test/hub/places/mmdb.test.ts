import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MmdbFault } from '../../../hub/places/mmdb-fault.ts'
import { Mmdb } from '../../../hub/places/mmdb.ts'
import { type MmdbValue, mmdbFile, nodeBytes } from '../../support/mmdb-file.ts'

const country = (code: string): MmdbValue => ({
  continent: { names: { de: 'Irgendwo', en: 'Somewhere' }, ids: [1, [2, { deep: true }], 'three'] },
  country: { geoname_id: 2_921_044, is_in_european_union: true, iso_code: code, names: { en: 'x'.repeat(400) } },
})

const NETWORKS = {
  '192.0.2.0/24': country('DE'),
  '192.0.2.128/25': country('FR'),
  '198.51.100.7/32': country('NL'),
  '2001:db8::/33': country('SE'),
  '2001:db8:1::/48': country('NO'),
}

function codeOf(database: Mmdb, ip: string): string | number | undefined {
  const record = database.find(ip)
  return record === undefined ? undefined : database.valueOf(record, ['country', 'iso_code'])
}

for (const width of [24, 28, 32])
  test(`an address is in the smallest network around it, in trees of ${width} bits, also IPv4 among IPv6`, () => {
    const database = new Mmdb(mmdbFile({ networks: NETWORKS, width }))
    for (const [ip, code] of [
      ['192.0.2.1', 'DE'],
      ['192.0.2.127', 'DE'],
      ['192.0.2.128', 'FR'],
      ['::ffff:192.0.2.200', 'FR'],
      ['::ffff:c000:280', undefined],
      ['198.51.100.7', 'NL'],
      ['198.51.100.6', undefined],
      ['203.0.113.9', undefined],
      ['2001:db8::1', 'SE'],
      ['2001:DB8:1:ffff:ffff:ffff:ffff:ffff', 'NO'],
      ['2001:db8:2::', 'SE'],
      ['2001:db8:8000::', undefined],
      ['2001:db8::1%eth0', 'SE'],
      ['localhost', undefined],
      ['', undefined],
    ] as const)
      assert.equal(codeOf(database, ip), code, ip)
  })

test('networks of IPv6 that hold IPv4 lead to the same records', () => {
  const aliases = { '2001:db8:6464::/48': '::/96', '::ffff:0:0/96': '::/96' }
  const database = new Mmdb(mmdbFile({ networks: NETWORKS, aliases }))
  assert.equal(codeOf(database, '2001:db8:6464:c000:201::1'), 'DE')
  assert.equal(codeOf(database, '::ffff:c000:280'), 'FR')
})

test('a tree of IPv4 knows no IPv6', () => {
  const database = new Mmdb(mmdbFile({ networks: { '192.0.2.0/24': country('DE') }, version: 4 }))
  assert.equal(codeOf(database, '192.0.2.1'), 'DE')
  assert.equal(codeOf(database, '2001:db8::1'), undefined)
})

test('records beyond 16 MiB are found in trees of 28 and 32 bits, behind pointers of four bytes', () => {
  for (const width of [28, 32]) {
    const networks = { '192.0.2.0/24': country('DE'), '198.51.100.0/24': country('FR') }
    const database = new Mmdb(mmdbFile({ networks, width, filler: 2 ** 24 }))
    assert.equal(codeOf(database, '192.0.2.1'), 'DE')
    assert.equal(codeOf(database, '198.51.100.1'), 'FR')
  }
})

test('texts and numbers of every size are read, also behind pointers', () => {
  const long = { a: 'x'.repeat(28), b: 'x'.repeat(29), c: 'x'.repeat(284), d: 'x'.repeat(285), e: 'x'.repeat(3000) }
  const numbers = { f: 0, g: 255, h: 65_536, i: 4_294_967_295, j: 1_795_161_600_000 }
  const value = { first: { ...long, ...numbers }, again: { ...long } }
  const database = new Mmdb(mmdbFile({ networks: { '192.0.2.0/24': value } }))
  const record = database.find('192.0.2.1') ?? -1
  for (const [key, each] of Object.entries({ ...long, ...numbers }))
    assert.equal(database.valueOf(record, ['first', key]), each, key)
  for (const [key, each] of Object.entries(long)) assert.equal(database.valueOf(record, ['again', key]), each, key)
  assert.equal(database.valueOf(record, ['first']), undefined)
  assert.equal(database.valueOf(record, ['first', 'a', 'b']), undefined)
  assert.equal(database.valueOf(record, ['nothing', 'a']), undefined)
})

/** Reads all that it can, and says how that went. */
function tryAll(file: Buffer): 'well' | 'fault' {
  try {
    const database = new Mmdb(file)
    for (const record of [...database.someRecords()].slice(0, 100)) database.valueOf(record, ['country', 'iso_code'])
    for (const ip of ['192.0.2.1', '198.51.100.7', '2001:db8:1::']) codeOf(database, ip)
    return 'well'
  } catch (error) {
    assert.ok(error instanceof MmdbFault, String(error))
    assert.match(error.message, /^(?:is|has|leads) /)
    return 'fault'
  }
}

test('a file that is cut anywhere is no database, and never more than that', () => {
  const file = mmdbFile({ networks: NETWORKS })
  assert.equal(tryAll(file), 'well')
  for (let size = 0; size < file.length; size += 1) {
    const went = tryAll(file.subarray(0, size))
    if (size < file.length - 150) assert.equal(went, 'fault', String(size))
  }
})

test('whatever byte is changed, reading ends', () => {
  const file = mmdbFile({ networks: NETWORKS })
  for (const change of [0, 0x20, 0x38, 0x5f, 0xe1, 0xff])
    for (let at = 0; at < file.length; at += 1) {
      const changed = Buffer.from(file)
      changed[at] = change
      tryAll(changed)
    }
})

test('a tree that leads back to itself, and records that do, are read no longer than others', () => {
  const file = mmdbFile({ networks: { '192.0.2.0/24': country('DE') } })
  const loop = Buffer.from(file)
  nodeBytes([0, 0], 24).copy(loop)
  const database = new Mmdb(loop)
  assert.equal(database.find('192.0.2.1'), undefined)
  assert.deepEqual([...database.someRecords()], [])
  const pointing = (...bytes: readonly number[]): Buffer => {
    const changed = Buffer.from(file)
    Buffer.from(bytes).copy(changed, file.indexOf('continent') - 2)
    return changed
  }
  // A pointer to itself, a map whose only key is itself, a map of 16 million entries.
  assert.equal(tryAll(pointing(0x20, 0x00)), 'fault')
  assert.equal(tryAll(pointing(0xe1, 0x20, 0x00)), 'well')
  assert.equal(tryAll(pointing(0xff, 0xff, 0xff, 0xff)), 'fault')
})

test('what the metadata says wrongly is a fault: the size of the tree, the width, the version', () => {
  for (const [metadata, message] of [
    [{ node_count: 4_000_000_000 }, /^is cut, or not whole$/],
    [{ node_count: 0 }, /^is cut, or not whole$/],
    [{ node_count: 'many' }, /^is cut, or not whole$/],
    [{ record_size: 20 }, /^has a version/],
    [{ binary_format_major_version: 3 }, /^has a version/],
  ] as const)
    assert.throws(() => new Mmdb(mmdbFile({ networks: NETWORKS, metadata })), { name: 'MmdbFault', message })
  assert.throws(() => new Mmdb(Buffer.from('<html>')), { message: /it has no metadata$/ })
  assert.throws(() => new Mmdb(Buffer.alloc(0)), { message: /it has no metadata$/ })
})
