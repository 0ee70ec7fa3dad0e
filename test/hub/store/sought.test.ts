import assert from 'node:assert/strict'
import { arrivedEvents } from '../../../hub/store/ask/arrived-events.ts'
import { foundEvents } from '../../../hub/store/ask/found-events.ts'
import { fitsFilter } from '../../../hub/store/fits-filter.ts'
import { kindNumber, serviceNumber } from '../../../hub/store/number-words.ts'
import type { Sought } from '../../../hub/store/sought.ts'
import type { NewEvent } from '../../../hub/store/tables.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

const EVENTS: Readonly<Record<string, Partial<NewEvent>>> = {
  imap: { fields: '{"service":"imap"}' },
  ssh: { fields: '{"service":"ssh"}', ip: '198.51.100.7' },
  six: { ip: '2001:db8:0:1::7' },
  bare: { ip: null, mailbox: null },
  burst: { kind: kindNumber('login_burst'), ip: null, fields: '{"network":"192.0.2.0/24"}' },
  forward: { kind: kindNumber('forward_added'), fields: '{"forward_recipient":"Thief_1@example.net"}' },
  // What somebody names so that it looks like another field, or like a pattern.
  forged: {
    kind: kindNumber('forward_added'),
    fields: JSON.stringify({ forward_recipient: '","forward_recipient":"thief_1@example.net"' }),
  },
  likeness: { kind: kindNumber('forward_added'), fields: '{"forward_recipient":"thiefx1@example.net"}' },
  german: {
    kind: kindNumber('login_new_country'),
    fields: '{"country":"DE","as_number":64496,"known_days":9}',
  },
  dutch: { kind: kindNumber('login_new_provider'), fields: '{"country":"NL","as_number":644960}' },
  last: { kind: kindNumber('login_new_provider'), fields: '{"country":"NL","as_number":64496}' },
}

const FORWARDS = ['forged', 'forward', 'likeness']
const PLACES = ['dutch', 'german', 'last']
const [IMAP, SSH] = ['imap', 'ssh'].map((word) => serviceNumber(word) ?? -1)

/** What is sought, and which events have it; `!` those that have not. */
const SOUGHT: readonly (readonly [Sought, readonly string[]])[] = [
  [{ traits: { service: [IMAP ?? -1] } }, ['imap']],
  [{ traits: { service: [IMAP ?? -1, SSH ?? -1] } }, ['imap', 'ssh']],
  [{ without: { service: [IMAP ?? -1] } }, ['!', 'imap']],
  [{ traits: { network: ['192.0.2.0/24'] } }, ['!', 'ssh', 'six', 'bare']],
  [{ without: { network: ['192.0.2.0/24'] } }, ['bare', 'six', 'ssh']],
  [{ traits: { network: ['2001:db8:0:1::/64'] } }, ['six']],
  [{ without: { network: ['192.0.2.0/24', '2001:db8:0:1::/64'] } }, ['bare', 'ssh']],
  [{ traits: { recipient: ['thief_1@example.net'] } }, ['forward']],
  [{ without: { recipient: ['THIEF_1@example.net'] } }, ['!', 'forward']],
  [{ traits: { country: ['de'] } }, ['german']],
  [{ without: { country: ['DE', 'NL'] } }, ['!', ...PLACES]],
  [{ traits: { as_number: [64_496] } }, ['german', 'last']],
  [{ without: { as_number: [64_496] } }, ['!', 'german', 'last']],
  [{ traits: { country: ['NL'], as_number: [64_496] } }, ['last']],
  [{ traits: { country: ['NL'], recipient: ['thief_1@example.net'] } }, []],
  [{ text: 'thief', without: { recipient: ['thief_1@example.net'] } }, ['forged', 'likeness']],
  [{ traits: { network: ['192.0.2.0/24'] }, without: { country: ['DE', 'NL'] }, text: 'thief' }, FORWARDS],
]

testOnStores('the store finds what is sought, and an event at hand has it exactly then', async (store) => {
  const agent = await agentIn(store)
  const named = Object.entries(EVENTS).map(([id, fields], index) =>
    eventOf(agent, id, { time: NOW - index, ...fields }),
  )
  await store.keep(arrivalOf(agent, named))
  const all = await store.ask(arrivedEvents, { after: 0, upTo: 9 })
  assert.equal(all.length, named.length)
  for (const [sought, [first = '', ...others]] of SOUGHT) {
    const isNot = first === '!'
    const meant = isNot || first === '' ? others : [first, ...others]
    const ids = Object.keys(EVENTS).filter((id) => meant.includes(id) !== isNot)
    const { events, reached } = await store.ask(foundEvents, { sought, limit: 99, most: 999 })
    assert.equal(reached, null)
    assert.deepEqual(events.map(({ id }) => id).toSorted(), ids.toSorted(), JSON.stringify(sought))
    const fitting = all.filter((event) => fitsFilter(event, { sought })).map(({ id }) => id)
    assert.deepEqual(fitting.toSorted(), ids.toSorted(), JSON.stringify(sought))
  }
})
