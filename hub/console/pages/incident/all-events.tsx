import type { JSX } from 'preact'
import type { FacetsAnswer } from '../../../contract/event-contract.ts'
import type { ShownIncident } from '../../../contract/incident-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { numeral } from '../../words/numbers.ts'

/** How long before the first step and after the last the events are shown, in seconds. */
const AROUND = 3600

/** Leads to the events behind an incident, and says how many there are. */
export function AllEvents({ incident }: { readonly incident: ShownIncident }): JSX.Element | null {
  const query = eventsOf(incident)
  const facets = useAnswer<FacetsAnswer>(query === undefined ? undefined : `/api/v1/facets?${query}`)
  if (query === undefined) return null
  const { value } = facets.known.value
  return (
    <a class="link fill" href={pathTo('events', {}, query)}>
      {value === undefined || value.total === 0
        ? words.itsEvents
        : words.allEvents(`${numeral(value.total)}${value.whole ? '' : '+'}`)}
    </a>
  )
}

/** What checks tell: no filter has the name of one. */
const CHECK_KINDS = 'service_*,certificate_*,disk_filling,reboot_required'

/** The filters of the events behind an incident; undefined where no filter has them. */
function eventsOf({
  subject,
  subject_type: type,
  first_step: first,
  last_step: last,
}: ShownIncident): string | undefined {
  const [host = '', account = ''] = subject.split(':', 2)
  const which = {
    mailbox: { mailbox: subject },
    account: { host, mailbox: account },
    address: { ip: subject },
    network: undefined,
    host: { host: subject },
    service: { host, kind: CHECK_KINDS },
  }[type]
  if (which === undefined) return undefined
  const span = { from: String(first - AROUND), until: String(last + AROUND) }
  return new URLSearchParams({ ...which, ...span }).toString()
}
