import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayOpen, mayOpenOfNobody, openingShare } from '../../../hub/incidents/left-out.ts'

/** How many each of so many domains opens if all of them open whatever they may. */
function openedByAll(domains: number): readonly number[] {
  const opened = Array.from({ length: domains }, () => 0)
  let all = 0
  for (let before = -1; before < all;) {
    before = all
    for (const [domain, own] of opened.entries()) {
      if (!mayOpen({ own, others: all - own })) continue
      opened[domain] = own + 1
      all += 1
    }
  }
  return opened
}

test('who makes noise in any number of domains up to some hundreds leaves a first opening to another', () => {
  for (const domains of [1, 2, 7, 99, 100, 101, 200, 499, 999]) {
    const others = openedByAll(domains).reduce((sum, own) => sum + own, 0)
    assert.ok(mayOpen({ own: 0, others }), `${domains} domains opened ${others}`)
  }
})

test('however many domains there are, what they open together is bounded', () => {
  for (const domains of [1, 7, 100, 200, 1000, 5000])
    assert.ok(openedByAll(domains).reduce((sum, own) => sum + own, 0) <= 1000)
})

test('one domain alone has half of the usual number', () => {
  assert.deepEqual(openedByAll(1), [50])
})

test('of what is of no domain a host opens a hundred of a kind, and as many of checks as an agent tells', () => {
  assert.deepEqual([mayOpenOfNobody('attack', 99), mayOpenOfNobody('attack', 100)], [true, false])
  for (const kind of ['outage', 'expiry'] as const)
    assert.deepEqual([mayOpenOfNobody(kind, 499), mayOpenOfNobody(kind, 500)], [true, false])
})

test('mailboxes share by domain and each account has its own share, which no domain can take', () => {
  const share = (subjectType: Parameters<typeof openingShare>[0]['subjectType'], subject: string): string =>
    openingShare({ subjectType, subject })
  assert.equal(share('mailbox', 'ann@example.com'), 'example.com')
  assert.equal(share('account', 'web1.example.com:shop'), '@web1.example.com:shop')
  assert.notEqual(share('mailbox', 'x@y@web1.example.com:shop'), '@web1.example.com:shop')
  assert.deepEqual([share('address', '192.0.2.7'), share('network', '192.0.2.0/24')], ['', ''])
})
