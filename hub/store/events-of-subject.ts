import type { QueryCreator } from 'kysely'
import type { IncidentKey } from '../incidents/evidence.ts'
import { type EventFilter, type EventQuery, fittingEvents } from './event-filter.ts'
import type { Tables } from './tables.ts'
import { withinNetwork } from './within-network.ts'

/** The events of a mailbox, an account, an address or a network; undefined if the store finds none of such. */
export function eventsOfSubject(
  db: QueryCreator<Tables>,
  { subjectType, subject }: Pick<IncidentKey, 'subjectType' | 'subject'>,
  filter: EventFilter,
): EventQuery | undefined {
  switch (subjectType) {
    case 'address':
      return fittingEvents(db, { ...filter, ip: subject })
    case 'mailbox':
      return fittingEvents(db, { ...filter, mailbox: subject })
    case 'account':
      return fittingEvents(db, { ...filter, mailbox: subject.slice(subject.lastIndexOf(':') + 1) })
    case 'network':
      return withinNetwork(fittingEvents(db, filter), subject)
    case 'host':
    case 'service':
      return undefined
  }
}
