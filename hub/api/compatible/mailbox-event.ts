import { definitionOf, isKind, type Kind, KINDS } from '../../../lib/event/catalogue.ts'
import type { Hub } from '../../http/route.ts'
import type { GeoPlace } from '../../places/geo-place.ts'
import { assessmentsOf } from '../../store/ask/assessments-of.ts'
import { takeoversAmong } from '../../store/ask/takeovers-among.ts'
import { kindNumber, severityNumber } from '../../store/number-words.ts'
import type { KeptEvent } from '../../store/tables.ts'
import { type Assessment, ASSESSMENTS } from '../assessment.ts'
import { publicId } from '../event-id.ts'
import { showEvents } from '../event-shape.ts'

/** Kinds that App::Spoor's clients list as events of mailboxes: what its server knew, and steps of takeovers. */
const KINDS_OF_MAILBOXES: readonly Kind[] = KINDS.filter((kind) => {
  const { appSpoor, takeover } = definitionOf(kind)
  return kind !== 'log_gap' && (appSpoor !== undefined || takeover !== false)
})

/** Their numbers in the store. */
export const MAILBOX_KINDS: readonly number[] = KINDS_OF_MAILBOXES.map(kindNumber)

/** What is said of a step of a takeover until a person says something, whatever its kind. */
export const STEP_OF_TAKEOVER: Assessment = 'probably_malicious'

/** What is said of any other event until then: that follows from its kind. */
function usualAssessment(kind: Kind): Assessment {
  return severityNumber(definitionOf(kind).severity) < MEDIUM ? 'probably_benign' : 'probably_malicious'
}

const MEDIUM = severityNumber('medium')

/** The kinds whose events are this until a person says otherwise. */
export function kindsUsually(assessment: string): readonly number[] {
  return KINDS_OF_MAILBOXES.filter((kind) => usualAssessment(kind) === assessment).map(kindNumber)
}

/** App::Spoor's server told of whole forwards, whose halves its clients had reported. */
const TYPE_THERE: { readonly [K in Kind]?: string } = {
  forward_added_partial_ip: 'forward_added',
  forward_added_partial_recipient: 'forward_added',
  forward_removed_partial_ip: 'forward_removed',
  forward_deleted: 'forward_removed',
}

/** What events are shown with. */
export type MailboxSources = Pick<Hub, 'store'> & { readonly places: Pick<Hub['places'], 'placeOf'> }

/** Events as App::Spoor's server told of them. */
export async function mailboxEvents(hub: MailboxSources, events: readonly KeptEvent[]): Promise<readonly object[]> {
  const places = events.map(({ time, id }) => ({ time, id }))
  const steps = await hub.store.ask(takeoversAmong, places)
  const values = new Map<string, string>(steps.map((place) => [publicId(place), STEP_OF_TAKEOVER]))
  for (const { event_time: time, event_id: id, value } of await hub.store.ask(assessmentsOf, places))
    values.set(publicId({ time, id }), value)
  const shown = await showEvents(hub, events)
  return shown.map(({ id, host, mailbox_address, ip, time, type, fields }) => {
    return {
      id,
      host,
      mailbox_address,
      ip_actor: ip === null ? null : actorOf(ip, hub.places.placeOf(ip)),
      event_time: time,
      type: isKind(type) ? (TYPE_THERE[type] ?? type) : type,
      latest_assessment: values.get(id) ?? (isKind(type) ? usualAssessment(type) : 'probably_benign'),
      operations: { update: { valid_assessments: ASSESSMENTS } },
      // Absent where there is none.
      forward_recipient: fields['forward_recipient'],
    }
  })
}

/** Where an address is and whose, as far as the databases tell; keys that clients read are there, and may be null. */
function actorOf(address: string, { city, country, asName }: Partial<GeoPlace> = {}): object {
  const owner = { isp: asName ?? null, organisation: asName ?? null }
  return { id: address, ip_address: address, city: city ?? null, country_code: country ?? null, owner }
}
