import { type Kysely, sql } from 'kysely'
import { isSameDigest } from '../../../lib/credentials/secret.ts'
import { countsAt } from '../counting-credential.ts'
import { agentFor, type Holder, holderOf } from '../host-holder.ts'
import { noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import type { EnrolTokenTable, Tables } from '../tables.ts'

/** A host that wants credentials. */
export interface Enrolment {
  readonly token: { readonly id: string; readonly digest: string }
  readonly host: string
  /** What it may be called, and the digest of the secret that it made. */
  readonly identifier: string
  readonly digest: string
  readonly now: number
  /** Until when the credentials that it had before still count. */
  readonly previousUntil: number
  /** The IP address that it asks from. */
  readonly address: string
}

/** Why a host gets no credentials. */
export type EnrolRefusal = 'unknown_token' | 'revoked' | 'expired' | 'used_up' | 'other_host' | 'name_taken'

/** The identifier of its credentials, or why it gets none. */
export type Enrolled = { readonly identifier: string } | { readonly refused: EnrolRefusal }

/**
 * Makes a host's credentials, for one use of a token. A name that somebody has enrolled is only for a token that names
 * it: whoever stole another token must not speak for that host. The same request again, whose answer was lost, has the
 * same answer and takes no use, whatever became of the token: only that host knows the digest of its secret.
 */
export const enrol: Change<Enrolment, Enrolled> = {
  name: 'enrol',
  run: async (db, asked) => {
    const { host, identifier, digest, now, previousUntil, address } = asked
    const token = await db.selectFrom('enrol_token').selectAll().where('id', '=', asked.token.id).executeTakeFirst()
    if (token === undefined || !isSameDigest(token.digest, asked.token.digest)) return { refused: 'unknown_token' }
    if (token.host !== null && token.host.toLowerCase() !== host.toLowerCase()) return { refused: 'other_host' }
    const holder = await holderOf(db, host)
    const again = holder && (await credentialOf(db, holder.agent, digest, now))
    if (again !== undefined) return { identifier: again.identifier }
    const refused = refusalOf(token, holder, now)
    if (refused !== undefined) return { refused }
    await db
      .updateTable('enrol_token')
      .set({ uses_left: sql`uses_left - 1` })
      .where('id', '=', token.id)
      .execute()
    const agent = await agentFor(db, holder, { host, label: token.label, created: now })
    await db
      .updateTable('credential')
      .set({ revoked: previousUntil })
      .where('agent', '=', agent)
      .where('revoked', 'is', null)
      .execute()
    await db.insertInto('credential').values({ identifier, agent, digest, created: now }).execute()
    const actor = `enrolment token ${token.id}`
    await noteAudit(db, { at: now, actor, address, action: 'agent_enrolled', target: host, detail: identifier })
    return { identifier }
  },
}

/** Why a token that was known and is for this host gives nothing; undefined if it does. */
function refusalOf(
  { revoked, expires, uses_left, host }: EnrolTokenTable,
  holder: Holder | undefined,
  now: number,
): EnrolRefusal | undefined {
  if (revoked !== null) return 'revoked'
  if (expires <= now) return 'expired'
  if (uses_left < 1) return 'used_up'
  return holder?.isForgotten === false && host === null ? 'name_taken' : undefined
}

async function credentialOf(
  db: Kysely<Tables>,
  agent: number,
  digest: string,
  now: number,
): Promise<{ identifier: string } | undefined> {
  return db
    .selectFrom('credential')
    .select('identifier')
    .where('agent', '=', agent)
    .where('digest', '=', digest)
    .where(countsAt(now))
    .executeTakeFirst()
}
