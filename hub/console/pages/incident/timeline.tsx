import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { HabitAnswer } from '../../../contract/event-contract.ts'
import type { IncidentAnswer, ShownStep } from '../../../contract/incident-contract.ts'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { trailSteps } from '../../parts/trail-steps.ts'
import { ask } from '../../state/ask.ts'
import { refusalWords } from '../../state/change-incident.ts'
import { preferences } from '../../state/preferences.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { numeral, shortDay } from '../../words/numbers.ts'
import { Habit } from '../mailbox/habit.ts'
import { AllEvents } from './all-events.tsx'
import { oddLogin } from './odd-logins.ts'
import { StepItem } from './step-item.tsx'
import { UnseenSteps } from './unseen-steps.tsx'

/** How many further steps are asked for at once. */
const PAGE = 100

/** What happened, oldest first; what was looked for and not there; and what nobody can know. */
export function IncidentTimeline({ answer }: { readonly answer: IncidentAnswer }): JSX.Element {
  const { incident, steps: first } = answer
  const { id, kind, subject, steps: all } = incident
  const { times } = preferences.value
  const [more, problem, isEnd] = [useSignal<readonly ShownStep[]>([]), useSignal(''), useSignal(false)]
  const isMailbox = kind === 'compromise' && incident.subject_type === 'mailbox'
  const logins = useAnswer<HabitAnswer>(
    isMailbox ? `/api/v1/mailboxes/${encodeURIComponent(subject)}/habit` : undefined,
  )
  const { value: counted } = logins.known.value
  const habit = useMemo(() => (counted === undefined ? undefined : new Habit(counted, times)), [counted, times])
  const trails = useAnswer<TrailsAnswer>(kind === 'compromise' ? `/api/v1/trails?incidents=${id}` : undefined)
  useEffect(() => void ((more.value = []), (isEnd.value = false)), [first.at(-1)?.event])
  const steps = [...first, ...more.value]
  const known = trails.known.value.value
  const trail = known?.trails.find((one) => one.incident === id)
  const unseen =
    trail === undefined ? [] : trailSteps(trail, known?.hosts ?? []).filter(({ state }) => state !== 'seen')
  const add = async (): Promise<void> => {
    const after = encodeURIComponent(steps.at(-1)?.event ?? '')
    const outcome = await ask<{ steps: readonly ShownStep[]; next: string | null }>(
      `/api/v1/incidents/${id}/steps?after=${after}&limit=${PAGE}`,
    )
    problem.value = 'problem' in outcome ? refusalWords(outcome.problem) : ''
    if ('problem' in outcome) return
    more.value = [...more.value, ...outcome.value.steps]
    isEnd.value = outcome.value.next === null
  }
  const none = unseen.filter(({ state }) => state === 'none').length
  const isMore = !isEnd.value && first.length === PAGE && all > steps.length
  return (
    <section aria-label={words.happened}>
      <div class="heading">
        <h2>{words.happened}</h2>
        <span class="faint">
          {words.counts(all, none, unseen.length - none, times === 'utc' ? words.utcFirst : words.localFirst)}
        </span>
        <AllEvents incident={incident} />
      </div>
      <ol class="sheet steps">
        {steps.map((step, index) => (
          <StepItem
            key={step.event}
            step={step}
            incident={incident}
            odd={oddLogin(step, habit, times)}
            isNewDay={shortDay(step.time, times) !== shortDay(steps[index - 1]?.time ?? 0, times)}
          />
        ))}
        {isMore ? (
          <li class="story-more">
            <button type="button" class="button" onClick={() => void add()}>
              {words.more(Math.min(PAGE, all - steps.length))}
            </button>
            <span class="faint">{words.left(all)}</span>
            <span role="alert">{problem.value}</span>
          </li>
        ) : null}
        <UnseenSteps steps={unseen} hosts={trail?.hosts ?? []} />
      </ol>
      <p class="unseen" aria-live="polite">
        {more.value.length === 0 ? '' : numeral(steps.length)}
      </p>
    </section>
  )
}
