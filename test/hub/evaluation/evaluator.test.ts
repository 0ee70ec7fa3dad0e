import assert from 'node:assert/strict'
import { ATTACKER, hostsIn, judgeAll, keepAll, massAttack } from '../../support/fleet-story.ts'
import { incidentRows } from '../../support/incident-rows.ts'
import { NOW, testOnStores } from '../../support/stores.ts'

testOnStores('an address that no host suspects, but the fleet does, is one incident', async (store) => {
  await keepAll(store, massAttack(await hostsIn(store, 14), 212))
  await judgeAll(store, NOW + 600)
  const { incidents, steps } = await store.ask(incidentRows, null)
  assert.deepEqual(
    incidents.map(({ kind, subject, severity, sentence }) => [kind, subject, severity, sentence]).toSorted(),
    [
      ['attack', ATTACKER, 3, `${ATTACKER} tries passwords: 14 servers, 212 mailboxes, 3 successes.`],
      ...[0, 1, 2].map((index) => {
        const mailbox = `m${index}@site${index}.example`
        return ['compromise', mailbox, 3, `${mailbox} logged in after many failed logins.`]
      }),
    ],
  )
  const attack = incidents.find(({ kind }) => kind === 'attack')
  const own = steps.filter(({ incident }) => incident === attack?.id)
  assert.ok(own.length < 15, `${own.length} steps: failures are counted`)
  assert.deepEqual(
    own.filter(({ agent }) => agent !== 0).map(({ event_id }) => event_id),
    ['in0', 'in1', 'in2'],
  )
})
