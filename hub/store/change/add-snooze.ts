import { type Kysely, sql } from 'kysely'
import type { Snoozable, Snooze } from '../../alerts/snooze.ts'
import { serviceOf } from '../../incidents/checked-service.ts'
import { hostNames } from '../host-names.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'

/** What somebody wants not to be told, until when, and why. */
export interface NewSnooze extends Pick<Snooze, 'what' | 'which' | 'kind' | 'until' | 'reason'> {
  /** The names of the alert rules. */
  readonly rules: readonly string[]
  /** In seconds. */
  readonly now: number
  readonly by: Actor
}

/** Snoozes something; returns the number of the snooze, or null if there is nothing of this name. */
export const addSnooze: Change<NewSnooze, number | null> = {
  name: 'add-snooze',
  run: async (db, { what, which, kind, until, reason, rules, now, by }) => {
    if (!(await isKnown(db, what, which, rules))) return null
    const row = { what, which, kind, until, made: now, who: by.actor, reason, ended: null }
    const { id } = await db.insertInto('snooze').values(row).returning('id').executeTakeFirstOrThrow()
    await noteAudit(db, { at: now, ...by, action: 'snoozed', target: `snooze ${id}`, detail: inLog(what, which, kind) })
    return id
  },
}

/** What it names may be somebody's address, which the log keeps longer than the snooze: then not which. */
function inLog(what: Snoozable, which: string, kind: string | null): string {
  const named = what === 'mailbox' ? 'a mailbox' : what === 'address' ? 'an address' : `the ${what} ${which}`
  return kind === null ? named : `${named}, ${kind.replaceAll(',', ', ')} only`
}

/** Of mailboxes and addresses nobody knows all, and some people snooze before anything happened. */
async function isKnown(db: Kysely<Tables>, what: Snoozable, which: string, rules: readonly string[]): Promise<boolean> {
  const agents = db.selectFrom('agent').select('id').limit(1)
  switch (what) {
    case 'rule':
      return rules.includes(which)
    case 'incident':
      return (
        (await db.selectFrom('incident').select('id').where('id', '=', Number(which)).executeTakeFirst()) !== undefined
      )
    case 'label':
      return (await agents.where('label', '=', which).executeTakeFirst()) !== undefined
    case 'host': {
      const isNamed = sql<boolean>`lower(host) = ${which}`
      const former = db.selectFrom('agent_name').select('agent').where(isNamed)
      const named = agents.where((where) => where.or([isNamed, where('id', 'in', former)]))
      return (await named.executeTakeFirst()) !== undefined
    }
    case 'service':
      return isKnownService(db, which)
    case 'mailbox':
    case 'address':
    case 'kind':
      return true
  }
}

/** One that its agent tells, or of which there was an incident: agents of earlier versions tell none. */
async function isKnownService(db: Kysely<Tables>, which: string): Promise<boolean> {
  const { host = '', check = '' } = serviceOf(which) ?? {}
  const told = await db
    .selectFrom('agent_check')
    .select('name')
    .where('agent', 'in', hostNames(db).select('agent').where('name', '=', host))
    .where(sql<boolean>`lower(name) = ${check}`)
    .limit(1)
    .executeTakeFirst()
  const incidents = db.selectFrom('incident').select('id').where('subject', '=', which).limit(1)
  return told !== undefined || (await incidents.where('subject_type', '=', 'service').executeTakeFirst()) !== undefined
}
