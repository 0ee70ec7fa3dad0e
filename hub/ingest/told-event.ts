import { digest } from '../../lib/event/digest.ts'
import { type HubKind, hubDefinitionOf } from '../../lib/event/hub-kinds.ts'
import { contextNumber, kindNumber, severityNumber } from '../store/number-words.ts'
import type { NewEvent } from '../store/tables.ts'

/** What the hub tells of a host; times in seconds. */
export interface HubTelling {
  readonly kind: HubKind
  readonly agent: number
  readonly time: number
  readonly received: number
  /** Fields that are null are left out. */
  readonly fields: Readonly<Record<string, string | number | null>> & { readonly since: number }
}

/**
 * An event that the hub tells. Its id follows from host, kind, source, rule and `since`: told again, by another hub
 * too, it is the same event. No agent can take it before, as ids of agents never begin with `~` unless made of its own
 * number.
 */
export function toldEvent({ kind, agent, time, received, fields }: HubTelling): NewEvent {
  const { since, source, log, rule } = fields
  return {
    id: `~${digest('hub', `${agent}`, kind, `${source ?? ''}`, `${log ?? ''}`, `${since}`, ...(rule === undefined ? [] : [`${rule}`]))}`,
    time,
    received,
    kind: kindNumber(kind),
    context: contextNumber('system'),
    severity: severityNumber(hubDefinitionOf(kind).severity),
    service: null,
    agent,
    mailbox: null,
    ip: null,
    fields: JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))),
  }
}
