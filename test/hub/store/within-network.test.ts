import assert from 'node:assert/strict'
import { eventsOfSubject } from '../../../hub/store/events-of-subject.ts'
import { kindNumber } from '../../../hub/store/number-words.ts'
import type { Question } from '../../../hub/store/store.ts'
import { networkOf } from '../../../lib/rules/network.ts'
import { byLetters } from '../../support/fleet-story.ts'
import { agentIn, arrivalOf, eventOf } from '../../support/kept-events.ts'
import { testOnStores } from '../../support/stores.ts'

/** Every way to write the addresses whose groups are zero or not, and some whose groups begin like those. */
function everyText(): readonly string[] {
  const texts = new Set(['192.0.2.1', '198.51.100.1', '198.51.100.20'])
  for (let bits = 0; bits < 256; bits += 1) {
    const groups = Array.from({ length: 8 }, (_, index) => ((bits >> index) % 2 === 0 ? '0' : `${index + 1}`))
    texts.add(groups.join(':'))
    texts.add(groups.map((group) => (group === '0' ? group : `${group}0`)).join(':'))
    for (let from = 0; from < 8; from += 1)
      for (let next = from + 1; next <= 8 && groups[next - 1] === '0'; next += 1)
        texts.add(`${groups.slice(0, from).join(':')}::${groups.slice(next).join(':')}`)
  }
  return [...texts]
}

const addressesWithin: Question<string, readonly (string | null)[]> = {
  name: 'addresses-within',
  run: async (db, subject) => {
    const query = eventsOfSubject(db, { subjectType: 'network', subject }, { kinds: [kindNumber('login')] })
    return ((await query?.select('ip').execute()) ?? []).map(({ ip }) => ip)
  },
}

testOnStores('the store finds exactly the addresses of a network, however their zeros are written', async (store) => {
  const [agent, texts] = [await agentIn(store), everyText()]
  await store.keep(
    arrivalOf(
      agent,
      texts.map((ip) => eventOf(agent, ip, { ip })),
    ),
  )
  const byNetwork = Map.groupBy(texts, (ip) => networkOf(ip) ?? assert.fail(ip))
  assert.equal(byNetwork.size, 33)
  for (const [network, ips] of byNetwork) {
    const found = await store.ask(addressesWithin, network)
    assert.deepEqual(found.map(String).toSorted(byLetters), ips.toSorted(byLetters), network)
  }
  for (const other of ['2001:db8::/32', 'somewhere', '192.0.2.0/25', ''])
    assert.deepEqual(await store.ask(addressesWithin, other), [], other)
})
