import assert from 'node:assert/strict'
import { test } from 'node:test'
import { meaningOf, type WordMeaning } from '../../../../../hub/console/pages/incidents/typed-word.ts'
import { OUT_OF_REACH, type Problem } from '../../../../../hub/console/state/problem.ts'

const HOSTS = [
  { host: 'srv07.example.net', label: 'shop', former_names: ['old.example.net'] },
  { host: 'srv071.example.net', label: '', former_names: [] },
  { host: 'web.example.net', label: '', former_names: [] },
]

const MAILBOXES = ['anna.berg@example.com', 'annabel@example.org', 'lindner']

/** What a word means to a hub with these hosts and mailboxes. */
function meant(word: string): Promise<WordMeaning> {
  const mailbox = MAILBOXES.filter((value) => value.includes(word)).map((value) => ({ value, count: 1 }))
  const asked = {
    hosts: () => Promise.resolve({ value: { hosts: HOSTS } }),
    mailboxes: () => Promise.resolve({ value: { facets: { mailbox } } }),
  }
  return meaningOf(word, asked, 1_800_000_000)
}

test('a whole mailbox, address or network, and the number of an incident, mean what they are', async () => {
  assert.deepEqual(await meant('ann@example.com'), { filter: { mailbox: 'ann@example.com' } })
  assert.deepEqual(await meant('203.0.113.7'), { filter: { address: '203.0.113.7' } })
  assert.deepEqual(await meant('2001:db8::1'), { filter: { address: '2001:db8::1' } })
  assert.deepEqual(await meant('203.0.113.0/24'), { filter: { subject: '203.0.113.0/24' } })
  assert.deepEqual(await meant('2001:db8::/32'), { filter: { subject: '2001:db8::/32' } })
  for (const word of ['9', '#9']) assert.deepEqual(await meant(word), { incident: '9' })
})

test('a part of a name is enough, if it is the part of one name', async () => {
  assert.deepEqual(await meant('srv07'), { filter: { host: 'srv07.example.net' } })
  assert.deepEqual(await meant('SHOP'), { filter: { host: 'srv07.example.net' } })
  assert.deepEqual(await meant('old.example.net'), { filter: { host: 'srv07.example.net' } })
  assert.deepEqual(await meant('web'), { filter: { host: 'web.example.net' } })
  assert.deepEqual(await meant('berg'), { filter: { mailbox: 'anna.berg@example.com' } })
  assert.deepEqual(await meant('anna'), { filter: { mailbox: 'anna.berg@example.com' } })
  assert.deepEqual(await meant('lindner'), { filter: { mailbox: 'lindner' } })
})

test('what several or none are called leads nowhere, and the names are told', async () => {
  assert.deepEqual(await meant('ann'), { names: ['anna.berg@example.com', 'annabel@example.org'] })
  assert.deepEqual(await meant('nobody'), { names: [] })
})

test('a hub that does not answer is not said to know nothing', async () => {
  const refuse = (): Promise<{ problem: Problem }> => Promise.resolve({ problem: OUT_OF_REACH })
  const refused = await meaningOf('srv07', { hosts: refuse, mailboxes: refuse }, 0)
  assert.deepEqual(refused, { problem: OUT_OF_REACH })
})
