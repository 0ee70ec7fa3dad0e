import { countsAt } from '../counting-credential.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** A new secret for a host, of which only the digest is kept. */
export interface NewSecret {
  readonly host: string
  readonly digest: string
  readonly now: number
  /** Until when the secret before it counts, too. */
  readonly previousUntil: number
  readonly by: Actor
}

/** Gives a host's newest credential a second secret; the identifier, null if the host has none that counts. */
export const rotateSecret: Change<NewSecret, string | null> = {
  name: 'rotate-secret',
  run: async (db, { host, digest, now, previousUntil, by }) => {
    const found = await db
      .selectFrom('credential')
      .innerJoin('agent', 'agent.id', 'credential.agent')
      .select(['identifier', 'digest'])
      .where('host', '=', host)
      .where(countsAt(now))
      .orderBy('revoked', (order) => order.desc().nullsFirst())
      .orderBy('credential.created', 'desc')
      .executeTakeFirst()
    if (found === undefined) return null
    await db
      .updateTable('credential')
      .set({ digest, previous_digest: found.digest, previous_until: previousUntil })
      .where('identifier', '=', found.identifier)
      .execute()
    await noteAudit(db, { at: now, ...by, action: 'agent_secret_rotated', target: host, detail: found.identifier })
    return found.identifier
  },
}
