import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trailSteps } from '../../../../hub/console/parts/trail-steps.ts'
import type { ShownBlindness } from '../../../../hub/contract/trail-contract.ts'

const SEEING: ShownBlindness = { host: 'web1.example.com', blind: [], never: [] }

function said(kinds: readonly string[], host: Partial<ShownBlindness> = {}, hosts = [SEEING.host]): string {
  const steps = trailSteps({ incident: 1, kinds, hosts }, [{ ...SEEING, ...host }])
  return steps.map(({ name, state }) => `${name} ${state}`).join(', ')
}

test('what was seen stands first, in the usual order, then what was looked for and is not there', () => {
  assert.equal(
    said(['mail_burst', 'login_burst', 'login_after_burst', 'mailbox_takeover']),
    'guess seen, login seen, mail seen, filter none, forward none, password none',
  )
})

test('a step cannot be known if one of its kinds is blind, or nothing there tells any of them', () => {
  const blind = { blind: ['forward_found'], never: ['mailbox_password_changed', 'account_password_changed'] }
  assert.equal(
    said(['login_burst', 'login'], { ...blind, never: [...blind.never, 'filter_found'] }),
    'guess seen, login seen, filter none, mail none, forward unknown, password unknown',
  )
})

test('of a host that the hub does not know, and without any host, nothing can be known to be absent', () => {
  const unknown = 'login seen, guess unknown, filter unknown, forward unknown, mail unknown, password unknown'
  assert.equal(said(['login'], {}, [SEEING.host, 'web2.example.com']), unknown)
  assert.equal(said(['login'], {}, []), unknown)
})
