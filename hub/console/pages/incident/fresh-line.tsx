import type { JSX } from 'preact'
import type { IncidentAnswer } from '../../../contract/incident-contract.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { deedWords } from './deed-in-words.ts'
import type { HeldIncident } from './held-incident.ts'

/** What became of the incident while it is looked at; its line is always there, so that nothing moves. */
export function FreshLine({ held }: { readonly held: HeldIncident }): JSX.Element {
  const [shown, waiting] = [held.shown.value, held.waiting.value]
  return (
    <div class="fresh-line" role="status">
      {shown === undefined || waiting === undefined ? null : (
        <button type="button" class="button small" title={`${words.showThem} (n)`} onClick={() => held.show()}>
          {freshWords(shown, waiting)} <kbd>n</kbd> {words.showThem}
        </button>
      )}
    </div>
  )
}

/** `mira contained it. 2 new steps.` */
function freshWords(shown: IncidentAnswer, waiting: IncidentAnswer): string {
  const last = shown.history[0]?.id ?? 0
  const deed = waiting.history.find(({ id }) => id > last)
  const steps = waiting.incident.steps - shown.steps.length
  const isMore = waiting.steps.length > shown.steps.length
  const said = [
    ...(deed === undefined ? [] : [words.fresh(deed.actor || words.hub, deedWords(deed) || words.noted)]),
    ...(isMore ? [words.freshSteps(steps)] : []),
  ]
  return `${said.length === 0 ? words.freshElse : said.join('. ')}.`
}
