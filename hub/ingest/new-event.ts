import { isKind } from '../../lib/event/catalogue.ts'
import type { Entry } from '../../lib/event/entry.ts'
import { severityOf } from '../../lib/event/severity.ts'
import { contextNumber, kindNumber, serviceNumber, severityNumber } from '../store/number-words.ts'
import type { NewEvent } from '../store/tables.ts'

/** What is a column of its own, or follows from one: `host` from the agent. */
const COLUMNS = new Set(['id', 'type', 'time', 'host', 'mailbox_address', 'ip', 'context', 'severity'])

/** A checked entry of an agent as the store keeps it; `received` in seconds. Fields that are null are left out. */
export function newEvent(entry: Entry, agent: number, received: number): NewEvent {
  const { id, type, time, mailbox_address: mailbox, ip, context, service } = entry
  const fields: Record<string, string | number> = {}
  for (const key of Object.keys(entry)) {
    const value = entry[key] ?? null
    if (value !== null && !COLUMNS.has(key)) fields[key] = value
  }
  return {
    id,
    time: Number(time),
    received,
    kind: isKind(type) ? kindNumber(type) : -1,
    context: contextNumber(context),
    severity: severityNumber(severityOf(entry)),
    service: serviceNumber(service),
    agent,
    mailbox: typeof mailbox === 'string' ? mailbox.toLowerCase() : null,
    ip: typeof ip === 'string' ? ip : null,
    fields: JSON.stringify(fields),
  }
}
