import { countsAt } from '../counting-credential.ts'
import type { Question } from '../store.ts'

/** A credential that counts, with the host that it speaks for. */
export interface KnownCredential {
  readonly agent: number
  /** The names that entries of this agent may carry: the present one first. */
  readonly hosts: readonly string[]
  /** SHA-256 digests of the secrets that count now, in hexadecimal digits. */
  readonly digests: readonly string[]
}

/** Whom an identifier belongs to; null if to nobody, or if it was revoked. */
export const agentOfCredential: Question<{ identifier: string; now: number }, KnownCredential | null> = {
  name: 'agent-of-credential',
  run: async (db, { identifier, now }) => {
    const found = await db
      .selectFrom('credential')
      .innerJoin('agent', 'agent.id', 'credential.agent')
      .select(['agent', 'host', 'digest', 'previous_digest', 'previous_until'])
      .where('identifier', '=', identifier)
      .where(countsAt(now))
      .executeTakeFirst()
    if (found === undefined) return null
    const { agent, host, digest, previous_digest: previous, previous_until: until } = found
    const former = await db.selectFrom('agent_name').select('host').where('agent', '=', agent).execute()
    return {
      agent,
      hosts: [host, ...former.map((name) => name.host)],
      digests: previous !== null && until !== null && until > now ? [digest, previous] : [digest],
    }
  },
}
