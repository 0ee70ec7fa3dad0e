import { digest } from '../../lib/event/digest.ts'
import { hubDefinitionOf } from '../../lib/event/hub-kinds.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import type { IncidentKind } from './incident.ts'

/**
 * So many incidents of a kind are opened within an hour by what one host alone tells. A large server has some a day,
 * and a wave of guesses from a botnet a few dozen; a credential in wrong hands invents thousands. Attacks, which
 * strangers can cause, leave those of mailboxes their own number.
 */
const MOST_OPENED = 100

/**
 * Whether one more is opened, by how many its domain opened within the hour, and how many all others of the host. A
 * domain has half of what the others leave: who owns one, and makes noise in it, cannot hide what happens to the rest.
 */
export function mayOpen(own: number, others: number): boolean {
  return own + others < MOST_OPENED && own < (MOST_OPENED - others) / 2
}

/** Those of which a host can open one only are not counted. */
const COUNTED_KINDS: ReadonlySet<IncidentKind> = new Set(['compromise', 'attack'])

/** The only host that speaks for an incident; undefined if others do, too, or nobody knows, or it is not counted. */
export function onlyHost(evidence: readonly Evidence[]): string | undefined {
  const concerns = evidence.flatMap((each) => (COUNTED_KINDS.has(each.key.kind) ? each.concerns : []))
  const [only, ...others] = new Set(concerns.filter(({ type }) => type === 'host').map(({ name }) => name))
  return others.length === 0 ? only : undefined
}

/** What was left out within an hour, by now, in seconds. */
interface LeftOut {
  readonly hour: number
  readonly count: number
  readonly now: number
}

/** What is told of a host's incidents that are left out: with the first within the hour, the tenth, and so on. */
export function leftOutEvidence(host: string, of: IncidentKind, { hour, count, now }: LeftOut): readonly Evidence[] {
  if (!/^10*$/.test(`${count}`)) return []
  const kind = 'incidents_left_out'
  return evidenceOf({
    id: digest('hub', host, kind, of, `${hour}`, `${count}`),
    time: now,
    toldTime: now,
    received: now,
    kind,
    severity: hubDefinitionOf(kind).severity,
    agent: 0,
    host,
    mailbox: null,
    ip: null,
    fields: { count, since: hour },
  })
}
