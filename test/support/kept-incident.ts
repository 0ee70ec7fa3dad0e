import type { IncidentTable } from '../../hub/store/incident-tables.ts'
import { noteHistory } from '../../hub/store/note-history.ts'
import type { Change } from '../../hub/store/store.ts'
import { NOW } from './stores.ts'

/** Opens an incident, the takeover of a mailbox of its own, but for these fields; returns its number. */
export const keptIncident: Change<Partial<Omit<IncidentTable, 'id'>>, number> = {
  name: 'kept-incident',
  run: async (db, fields) => {
    const { id } = await db
      .insertInto('incident')
      .values({
        kind: 'compromise',
        subject_type: 'mailbox',
        subject: `ann${fields.severity ?? ''}@example.com`,
        state: 'open',
        severity: 4,
        opened: NOW,
        first_step: NOW - 60,
        last_step: NOW,
        updated: NOW,
        sentence: 'ann@example.com was probably taken over.',
        hosts: 1,
        mailboxes: 1,
        addresses: 1,
        successes: 1,
        steps: 3,
        revision: 1,
        ...fields,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const change = {
      incident: id,
      at: NOW - 10,
      actor: '',
      action: 'opened',
      detail: 'ann@example.com was probably taken over.',
    }
    await noteHistory(db, change)
    return id
  },
}
