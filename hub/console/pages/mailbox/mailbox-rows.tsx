import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { EventsAnswer, FacetsAnswer, HabitAnswer } from '../../../contract/event-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { now } from '../../state/now.ts'
import { preferences } from '../../state/preferences.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { NothingKept } from '../events/nothing-kept.tsx'
import { Habit } from './habit.ts'
import { isOdd, Timeline, type TimelineRow, timelineRows } from './timeline.tsx'
import { failuresPath, usualFailures } from './usual-failures.ts'

interface MailboxRowsParts {
  readonly address: string
  readonly answer: EventsAnswer
  readonly habit: HabitAnswer | undefined
  /** Whether only what differs is shown. */
  readonly only: boolean
  /** The foot below so many rows. */
  readonly children: (rows: number) => JSX.Element
}

/** What happened to a mailbox beside what is usual for it, and the incidents that it belongs to. */
export function MailboxRows({ address, answer, habit, only, children }: MailboxRowsParts): JSX.Element {
  const { times } = preferences.value
  const { events, incidents = {} } = answer
  const known = useMemo(() => (habit === undefined ? undefined : new Habit(habit, times)), [habit, times])
  const plain = timelineRows(events, () => known, times)
  const failures = useFailures(address, known !== undefined && plain.some(isRepeatedFailure))
  if (events.length === 0) return <NothingKept of={address} />
  const rows = plain
    .map((row): TimelineRow => {
      const { event, ids, count } = row
      const days = known?.daysBefore(event.time)
      const isCompared = failures !== undefined && isRepeatedFailure(row)
      const usually = isCompared ? usualFailures(failures, { count, time: event.time }, days) : undefined
      const [incident] = ids.flatMap((id) => incidents[id] ?? [])
      return Object.assign({}, row, { usually, incident })
    })
    .filter((row) => !only || isOdd(row))
  return (
    <>
      {rows.length === 0 ? (
        <StateBox kind="noMatch" word={WORDS.states.noMatch} title={PAGE_WORDS.mailbox.noneDiffers} />
      ) : (
        <Timeline rows={rows} />
      )}
      {children(rows.length)}
    </>
  )
}

function isRepeatedFailure({ event, count }: TimelineRow): boolean {
  return count > 1 && event.type === 'login_failed'
}

/** What is known of failed logins, if it is wanted. */
function useFailures(address: string, isWanted: boolean): FacetsAnswer | undefined {
  const until = useMemo(() => Math.floor(now.peek() / 1000), [address])
  return useAnswer<FacetsAnswer>(isWanted ? failuresPath(address, until) : undefined).known.value.value
}
