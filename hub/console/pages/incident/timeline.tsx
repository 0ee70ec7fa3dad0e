import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { FacetsAnswer, HabitAnswer } from '../../../contract/event-contract.ts'
import type { IncidentAnswer, ShownIncident } from '../../../contract/incident-contract.ts'
import type { TrailsAnswer } from '../../../contract/trail-contract.ts'
import { Failed, useAnswer } from '../../parts/shown.tsx'
import { type TrailStep, trailSteps } from '../../parts/trail-steps.ts'
import type { Answer } from '../../state/answer.ts'
import { preferences } from '../../state/preferences.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { shortDay } from '../../words/numbers.ts'
import { Habit } from '../mailbox/habit.ts'
import { AllEvents } from './all-events.tsx'
import { STEP_PAGE, useSteps } from './more-steps.ts'
import { oddLogin } from './odd-logins.ts'
import { StepItem } from './step-item.tsx'
import { UnseenSteps } from './unseen-steps.tsx'
import { type UsualBefore, usualBefore, usualMarks, usualPath } from './usual-before.ts'

/** What happened, oldest first; what was looked for and not there; and what nobody can know. */
export function IncidentTimeline({ answer }: { readonly answer: IncidentAnswer }): JSX.Element {
  const { incident } = answer
  const { steps, isMore, problem, add } = useSteps(answer)
  const { times } = preferences.value
  const habit = useHabit(incident)
  const usual = useUsual(incident, habit?.daysBefore(incident.first_step))
  const { trails, hosts, unseen } = useUnseen(incident)
  const none = unseen.filter(({ state }) => state === 'none').length
  const zone = times === 'utc' ? words.utcFirst : words.localFirst
  return (
    <section aria-label={words.happened}>
      <div class="heading">
        <h2>{words.happened}</h2>
        <span class="faint">{words.counts(incident.steps, none, unseen.length - none, zone)}</span>
        <AllEvents incident={incident} />
      </div>
      <Failed answer={trails} />
      <ol class="sheet steps">
        {steps.map((step, index) => (
          <StepItem
            key={step.event}
            step={step}
            incident={incident}
            odd={[...oddLogin(step, habit, times), ...usualMarks(step, usual, steps.slice(0, index))]}
            isNewAddress={steps.findIndex(({ ip }) => ip === step.ip) === index}
            isNewDay={shortDay(step.time, times) !== shortDay(steps[index - 1]?.time ?? 0, times)}
          />
        ))}
        {isMore ? (
          <li class="story-more">
            <button type="button" class="button" onClick={() => void add()}>
              {words.more(STEP_PAGE)}
            </button>
            <span class="faint">{words.left(incident.steps)}</span>
            <span role="alert">{problem}</span>
          </li>
        ) : null}
        <UnseenSteps steps={unseen} hosts={hosts} />
      </ol>
    </section>
  )
}

/** The habit of a mailbox that was taken over; of anything else there is none. */
function useHabit({ kind, subject, subject_type: type }: ShownIncident): Habit | undefined {
  const { times } = preferences.value
  const isMailbox = kind === 'compromise' && type === 'mailbox'
  const path = isMailbox ? `/api/v1/mailboxes/${encodeURIComponent(subject)}/habit` : undefined
  const { value } = useAnswer<HabitAnswer>(path).known.value
  return useMemo(() => (value === undefined ? undefined : new Habit(value, times)), [value, times])
}

/** What was so before an incident of a mailbox that has had a habit for so many days. */
function useUsual(incident: ShownIncident, days: number | undefined): UsualBefore | undefined {
  const { value } = useAnswer<FacetsAnswer>(days === undefined ? undefined : usualPath(incident, days)).known.value
  return useMemo(
    () => (value === undefined || days === undefined ? undefined : usualBefore(value, days, incident.first_step)),
    [value, days, incident.first_step],
  )
}

interface Unseen {
  readonly trails: Answer<TrailsAnswer>
  readonly hosts: readonly string[]
  readonly unseen: readonly TrailStep[]
}

/** The steps of a takeover that were not seen, or cannot be known, on these hosts. */
function useUnseen({ id, kind }: ShownIncident): Unseen {
  const trails = useAnswer<TrailsAnswer>(kind === 'compromise' ? `/api/v1/trails?incidents=${id}` : undefined)
  const { value } = trails.known.value
  const trail = value?.trails.find((one) => one.incident === id)
  if (trail === undefined) return { trails, hosts: [], unseen: [] }
  const unseen = trailSteps(trail, value?.hosts ?? []).filter(({ state }) => state !== 'seen')
  return { trails, hosts: trail.hosts, unseen }
}
