import type { Kysely } from 'kysely'
import type { AlertRule } from '../alerts/alert-rule.ts'
import type { Concerned } from '../alerts/obstacle.ts'
import type { Snoozable, Snooze } from '../alerts/snooze.ts'
import { serviceOf, serviceSubject } from '../incidents/checked-service.ts'
import type { Incident } from '../incidents/incident.ts'
import { hostNames } from './host-names.ts'
import type { Tables } from './tables.ts'

type Named = Pick<Incident, 'id' | 'subject' | 'subjectType'>

/** Which subjects of incidents a snooze can mean. */
const TYPES = { host: ['host'], mailbox: ['mailbox', 'account'], address: ['address', 'network'] } as const

/** What an incident concerns, as far as these rules and snoozes ask. */
export async function concernedBy(
  db: Kysely<Tables>,
  incident: Named,
  rules: readonly Pick<AlertRule, 'labels'>[],
  snoozes: readonly Snooze[],
): Promise<Concerned> {
  const count = (word: Snoozable): number => snoozes.filter(({ what }) => what === word).length
  // With more names than snoozes not all of them are snoozed.
  const names = async (word: keyof typeof TYPES): Promise<readonly string[]> =>
    count(word) === 0 ? [] : namesOf(db, incident, TYPES[word], count(word) + 1)
  const snoozed = await snoozedHosts(db, snoozes)
  const hosts = snoozed.size === 0 ? [] : await namesOf(db, incident, TYPES.host, snoozed.size + 1)
  const asksLabels = count('label') > 0 || rules.some(({ labels }) => labels !== undefined)
  return {
    labels: asksLabels ? await labelsOf(db, incident) : [],
    hosts: hosts.map((name) => snoozed.get(name) ?? name),
    services: incident.subjectType === 'service' ? [await snoozedService(db, incident.subject, snoozes)] : [],
    mailboxes: await names('mailbox'),
    addresses: await names('address'),
  }
}

async function namesOf(
  db: Kysely<Tables>,
  { id, subject, subjectType }: Named,
  types: readonly string[],
  most: number,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('incident_subject')
    .select('name')
    .where('incident', '=', id)
    .where('type', 'in', types)
    .limit(most)
    .execute()
  return [...new Set([...(types.includes(subjectType) ? [subject] : []), ...rows.map(({ name }) => name)])]
}

/** The labels of its hosts, also of those that have other names now. */
async function labelsOf(db: Kysely<Tables>, { id, subject, subjectType }: Named): Promise<readonly string[]> {
  const hosts = db.selectFrom('incident_subject').select('name').where('incident', '=', id).where('type', '=', 'host')
  const own = subjectType === 'host' ? subject : ''
  const its = hostNames(db)
    .select('agent')
    .where((where) => where.or([where('name', 'in', hosts), where('name', '=', own)]))
  const rows = await db.selectFrom('agent').select('label').distinct().where('id', 'in', its).execute()
  return rows.map(({ label }) => label)
}

/** All names of hosts that are snoozed by one of them, each with the one by which it is. */
async function snoozedHosts(db: Kysely<Tables>, snoozes: readonly Snooze[]): Promise<ReadonlyMap<string, string>> {
  const which = snoozes.flatMap((snooze) => (snooze.what === 'host' ? [snooze.which] : []))
  if (which.length === 0) return new Map()
  const named = hostNames(db).select('agent').where('name', 'in', which)
  const rows = await hostNames(db).select(['agent', 'name']).where('agent', 'in', named).execute()
  const byAgent = new Map(rows.flatMap(({ agent, name }) => (which.includes(name) ? [[agent, name] as const] : [])))
  const others = rows.map(({ agent, name }) => [name, byAgent.get(agent) ?? name] as const)
  return new Map([...others, ...which.map((name) => [name, name] as const)])
}

/** The name by which a check is snoozed, the longest: its host may have another one by now. */
async function snoozedService(db: Kysely<Tables>, subject: string, snoozes: readonly Snooze[]): Promise<string> {
  const wanted = snoozes.filter(({ what }) => what === 'service')
  const { host, check } = serviceOf(subject) ?? {}
  if (wanted.length === 0 || host === undefined || check === undefined) return subject
  const its = hostNames(db).select('agent').where('name', '=', host)
  const names = await hostNames(db).select('name').where('agent', 'in', its).execute()
  const subjects = new Set([subject, ...names.map(({ name }) => serviceSubject({ host: name, check }))])
  const mine = wanted.filter(({ which }) => subjects.has(which)).toSorted((one, other) => one.until - other.until)
  return mine.at(-1)?.which ?? subject
}
