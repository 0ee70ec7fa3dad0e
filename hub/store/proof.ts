import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** A one-time code by its step, or the digest of a recovery code; each counts once. */
export type SecondFactor = { readonly step: number } | { readonly recovery: string }

/** How somebody showed who it is. */
export interface Proof {
  readonly person: number
  /** The hash that the password was compared with. */
  readonly password: string
  /** Null if none is needed. */
  readonly second: SecondFactor | null
}

/**
 * The name of whoever showed who it is; then the code counts no more. Undefined if it was used before, or if the person
 * was disabled, or got another password or another second factor meanwhile.
 */
export async function provenName(db: Kysely<Tables>, { person, password, second }: Proof): Promise<string | undefined> {
  const found = await db
    .selectFrom('person')
    .select(['name', 'totp'])
    .where('id', '=', person)
    .where('password', '=', password)
    .where('disabled', 'is', null)
    .executeTakeFirst()
  if (found === undefined || (found.totp === null) !== (second === null)) return undefined
  return second === null || (await counts(db, person, second)) ? found.name : undefined
}

/** Whether a code counts; then it counts no more. */
async function counts(db: Kysely<Tables>, person: number, second: SecondFactor): Promise<boolean> {
  const used =
    'step' in second
      ? await db
          .updateTable('person')
          .set({ totp_step: second.step })
          .where('id', '=', person)
          .where('totp_step', '<', second.step)
          .returning('id')
          .executeTakeFirst()
      : await db
          .deleteFrom('recovery_code')
          .where('person', '=', person)
          .where('digest', '=', second.recovery)
          .returning('person')
          .executeTakeFirst()
  return used !== undefined
}
