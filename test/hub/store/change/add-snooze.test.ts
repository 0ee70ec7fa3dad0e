import assert from 'node:assert/strict'
import { auditLog } from '../../../../hub/store/ask/audit-log.ts'
import { addSnooze, type NewSnooze } from '../../../../hub/store/change/add-snooze.ts'
import { agentIn } from '../../../support/kept-events.ts'
import { BY } from '../../../support/people.ts'
import { NOW, testOnStores } from '../../../support/stores.ts'

testOnStores('the audit log says what was snoozed, but for whose mailbox and which address', async (store) => {
  await agentIn(store, 'web1.example.com')
  const snoozed = async (what: NewSnooze['what'], which: string, kind: string | null = null): Promise<unknown> => {
    const snooze = { what, which, kind, until: NOW + 60, reason: 'x', rules: ['night'], now: NOW, by: BY }
    assert.notEqual(await store.change(addSnooze, snooze), null, which)
    return (await store.ask(auditLog, { limit: 1 }))[0]?.detail
  }
  assert.equal(await snoozed('host', 'web1.example.com'), 'the host web1.example.com')
  assert.equal(await snoozed('host', 'web1.example.com', 'attack'), 'the host web1.example.com, attack only')
  assert.equal(await snoozed('rule', 'night'), 'the rule night')
  assert.equal(await snoozed('kind', 'attack'), 'the kind attack')
  assert.equal(await snoozed('mailbox', 'ann@example.com'), 'a mailbox')
  assert.equal(await snoozed('address', '192.0.2.7'), 'an address')
})
