import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { RecentAddresses } from '../../../lib/mail-statistics/recent-addresses.ts'

suite('recent addresses', () => {
  test('are those of logins since a time, the latest first, with how many there were', () => {
    const addresses = new RecentAddresses()
    for (const [ip, time] of [
      ['192.0.2.1', 10],
      ['192.0.2.2', 20],
      ['192.0.2.1', 40],
      ['192.0.2.3', 30],
      ['192.0.2.1', 5],
    ] as const)
      addresses.note(ip, time)
    assert.deepEqual(addresses.since(30), [
      { ip: '192.0.2.1', time: 40, logins: 3 },
      { ip: '192.0.2.3', time: 30, logins: 1 },
    ])
    assert.deepEqual(new RecentAddresses(addresses.saved()).saved(), addresses.saved())
    assert.equal(addresses.saved().length, 2)
  })

  test('are forgotten where there are too many, those noted longest ago first', () => {
    const addresses = new RecentAddresses([], 2)
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.3']) addresses.note(ip, 1)
    assert.deepEqual(
      addresses.saved().map(({ ip }) => ip),
      ['192.0.2.1', '192.0.2.3'],
    )
  })
})
