import * as v from 'valibot'
import { SEVERITIES } from '../../../lib/event/severity.ts'
import type { ShownStep } from '../../contract/incident-contract.ts'
import type { Hub } from '../../http/route.ts'
import { placeWords } from '../../places/place-words.ts'
import { hostsOf } from '../../store/ask/hosts-of.ts'
import type { KeptStep } from '../../store/ask/incident-steps.ts'
import type { ConcludedPart } from '../../store/concluded-part.ts'
import { keptFields } from '../../store/heard-of.ts'
import { severityWord } from '../../store/number-words.ts'
import { clockAhead } from '../clock-ahead.ts'
import { seconds, shownAhead } from '../event-shape.ts'
import { PART, showConcluded, showParts, shownParts, shownPlaceWords } from '../part-shape.ts'

/** What steps are shown with. */
export type StepSources = Pick<Hub, 'store'> & { readonly places: Pick<Hub['places'], 'placeOf'> }

/** A step of an incident as the API shows it. */
export const shownStep: v.GenericSchema<ShownStep> = v.pipe(
  v.object({
    ...PART,
    clock_ahead: shownAhead,
    severity: v.picklist(SEVERITIES),
    place: shownPlaceWords,
    from: shownParts,
    fields: v.pipe(v.record(v.string(), v.union([v.string(), v.number()])), v.description('What else is told of it.')),
    noted: v.pipe(seconds, v.description('When the hub noted it.')),
  }),
  v.title('Step'),
)

/** Steps as the API shows them, with the present names of their hosts. */
export async function showSteps({ store, places }: StepSources, steps: readonly KeptStep[]): Promise<ShownStep[]> {
  const hosts = new Map(await store.ask(hostsOf, [...new Set(steps.map(({ agent }) => agent))]))
  const from = await showParts({ store }, steps.map(partOf))
  return steps.map((step) => {
    const place = step.ip === null ? null : placeWords(places.placeOf(step.ip))
    return showStep(step, { ...showConcluded(partOf(step), hosts), place, from: from.get(step.event_id) ?? [] })
  })
}

function partOf({ event_id: id, event_time: time, kind, agent, mailbox, ip, fields }: KeptStep): ConcludedPart {
  return { id, time, kind, agent, mailbox, ip, fields }
}

function showStep(
  { event_time: time, severity, noted, fields: kept }: KeptStep,
  shown: Omit<ShownStep, 'severity' | 'fields' | 'noted'>,
): ShownStep {
  const { log: _log, generation: _generation, offset: _offset, ...fields } = v.parse(keptFields, kept)
  return { ...shown, ...clockAhead(time, noted), severity: severityWord(severity), fields, noted }
}
