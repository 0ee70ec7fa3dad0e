import type { NewEvent } from '../../hub/store/tables.ts'
import type { Kind } from '../../lib/event/catalogue.ts'
import { told } from './incident-evidence.ts'
import { NOW } from './stores.ts'

/** An event of a check, so many seconds after now. */
export function toldByCheck(
  agent: number,
  kind: Kind,
  after: number,
  fields: Readonly<Record<string, string | number>> = {},
): NewEvent {
  const usual: typeof fields = { check: 'imap', check_type: 'tcp', finding: 'connection refused' }
  const all = { ...(kind.startsWith('network_') ? { finding: 'no default route' } : usual), ...fields }
  const [time, id] = [NOW + after, `${kind} ${all['check']} ${after}`]
  return told(agent, kind, id, { time, received: time, mailbox: null, ip: null, fields: JSON.stringify(all) })
}
