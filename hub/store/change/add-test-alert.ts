import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { AlertChannel } from '../../alerts/alert-channel.ts'
import { testMessage } from '../../alerts/joined-message.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import { postAlert } from '../post-alert.ts'
import type { Change } from '../store.ts'
import type { Claim } from './claim-deliveries.ts'

/** Puts a message into the outbox that tries a channel, already taken by whoever sends it; nobody else ever does. */
export const addTestAlert: Change<{ channel: AlertChannel; now: number; by: Actor }, Claim> = {
  name: 'add-test-alert',
  run: async (db, { channel, now, by }) => {
    const message = testMessage({ id: randomUUID(), time: now * 1000 }, channel.name, by.actor)
    const posting = { message, incident: null, host: '', rule: '', reason: 'test', severity: 0, now } as const
    const alert = await postAlert(db, posting, [{ channel, due: now, bundle: '' }])
    const rows = await db
      .updateTable('delivery')
      .set({ due: null, tries: 1, tried: now, state: 'given_up', answer: 'The hub ended before an answer came.' })
      .where('alert', '=', alert)
      .returning(['id', 'recipient', 'tries', sql<number>`released`.as('released')])
      .execute()
    await noteAudit(db, { at: now, ...by, action: 'channel_tested', target: channel.name, detail: '' })
    return { channel: channel.name, message: JSON.stringify(message), deliveries: rows }
  },
}
