import * as v from 'valibot'
import type { Hub } from '../../http/route.ts'
import { INCIDENT_KINDS, INCIDENT_STATES } from '../../incidents/incident.ts'
import { personName } from '../../people/person-name.ts'
import type { IncidentFilter } from '../../store/ask/found-incidents.ts'
import { address, HOST, mailbox, SPAN, WHICH } from '../event-parameters.ts'
import type { Read } from '../parameters.ts'
import { someOf } from '../some-of.ts'
import { concernedHost } from './concerned-host.ts'

const label = v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(255, 'is too long'))

/** Which incidents. */
export const WHICH_INCIDENTS = {
  state: v.exactOptional(someOf(INCIDENT_STATES, 'Where it stands.')),
  kind: v.exactOptional(someOf(INCIDENT_KINDS, 'What it is.')),
  min_severity: WHICH.min_severity,
  subject: v.exactOptional(
    v.pipe(
      label,
      v.description('What it is about.'),
      v.transform((word) => word.toLowerCase()),
    ),
  ),
  ...HOST,
  mailbox: v.exactOptional(v.pipe(mailbox, v.description('A mailbox or account that it concerns.'))),
  address: v.exactOptional(v.pipe(address, v.description('An IP address that it concerns.'))),
  label: v.exactOptional(v.pipe(label, v.description('The label of a host that it concerns.'))),
  assignee: v.exactOptional(v.pipe(personName, v.description('Who takes care of it.'))),
  assigned: v.exactOptional(
    v.pipe(v.picklist(['yes', 'no'], 'is neither yes nor no'), v.description('Whether somebody takes care of it.')),
  ),
  ...SPAN,
} as const

/** What the store is asked for. Rejects with `HttpError` if the hub knows no such host. */
export async function incidentFilter(
  hub: Pick<Hub, 'store'>,
  asked: Read<typeof WHICH_INCIDENTS>,
): Promise<Omit<IncidentFilter, 'order' | 'before' | 'limit'>> {
  const { state, kind, min_severity: minSeverity, host, assigned, ...same } = asked
  return {
    ...same,
    ...(await concernedHost(hub, host)),
    ...(state === undefined ? {} : { states: state }),
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(minSeverity === undefined ? {} : { minSeverity }),
    ...(assigned === undefined ? {} : { isAssigned: assigned === 'yes' }),
  }
}
