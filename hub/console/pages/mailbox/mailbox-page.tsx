import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { EventsAnswer, HabitAnswer } from '../../../contract/event-contract.ts'
import { OpenIncidents } from '../../parts/open-incidents.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { useKeys } from '../../state/keys.ts'
import { place, setQuery } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { preferences } from '../../state/preferences.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { serviceLabel } from '../../words/kind-words.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { PAGE_LENGTH } from '../events/event-list.ts'
import { FreshBar } from '../events/fresh-bar.tsx'
import { OlderFoot } from '../events/older-foot.tsx'
import { useFresh } from '../events/use-fresh.ts'
import { HabitPlot } from './habit-plot.tsx'
import { commonest, Habit } from './habit.ts'
import { MailboxRows } from './mailbox-rows.tsx'
import { UsualValues } from './usual-values.tsx'

const { mailbox: words } = PAGE_WORDS

/** One mailbox: its habit of 30 days, and what happened to it beside that. */
export function MailboxPage({ address }: { readonly address: string }): JSX.Element {
  const path = `/api/v1/mailboxes/${encodeURIComponent(address)}`
  const list = `${path}/timeline?limit=${PAGE_LENGTH}`
  const habit = useAnswer<HabitAnswer>(`${path}/habit`)
  const page = useAnswer<EventsAnswer>(list)
  const fresh = useFresh(new URLSearchParams({ mailbox: address }).toString(), list)
  const only = place.value?.query.has('differs') === true
  const toggle = (): void => setQuery({ differs: only ? undefined : '' }, 'replace')
  const showNew = (): void => {
    fresh.value = 0
    page.again()
    habit.again()
  }
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: WORDS.keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: WORDS.keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'o', words: WORDS.keys.differs, run: toggle, inBar: true },
    { keys: 'n', words: WORDS.keys.showNew, run: showNew },
  ])
  useEffect(() => void (document.title = `${address} · ${WORDS.brand}`), [address])
  const value = page.known.value.value
  const hosts = [...new Set(value?.events.map(({ host }) => host))]
  return (
    <div class="page">
      <div class="lead">
        <div>
          <h1>{address}</h1>
          {hosts.length === 0 ? null : <p>{words.onHosts(hosts.join(', '))}</p>}
        </div>
        <div class="acts">
          <a
            class="button"
            href={pathTo('events', {}, new URLSearchParams({ mailbox: address, last: '30d' }).toString())}
          >
            {words.inEvents}
          </a>
          <a class="button" href={`/api/v1/export?${new URLSearchParams({ mailbox: address })}&format=csv`} download>
            {WORDS.exports.label}
          </a>
        </div>
      </div>
      <OpenIncidents of="mailbox" name={address} />
      <Shown answer={habit}>{(known) => <HabitView answer={known} />}</Shown>
      <div class="heading">
        <h2>{words.timeline}</h2>
        <span class="faint">{words.timelineNote}</span>
        <button
          type="button"
          class="button small fill"
          aria-pressed={only}
          title={`${words.only} (o)`}
          onClick={toggle}
        >
          <kbd>o</kbd> {words.only}
        </button>
      </div>
      <div class="sheet scrolls">
        <FreshBar count={fresh} onShow={showNew} />
        <Shown answer={page}>
          {(known) => (
            <MailboxRows address={address} answer={known} habit={habit.known.value.value} only={only}>
              {(rows) => <OlderFoot page={page} list={list} rows={rows} end={WORDS.end} />}
            </MailboxRows>
          )}
        </Shown>
      </div>
    </div>
  )
}

/** The plot of the habit, and what is usual beside it. */
function HabitView({ answer }: { readonly answer: HabitAnswer }): JSX.Element {
  const { times } = preferences.value
  const until = useSignal(Math.floor(now.peek() / 1000))
  const habit = useMemo(() => new Habit(answer, times), [answer, times])
  if (answer.logins === 0)
    return (
      <div class="sheet spaced">
        <StateBox kind="empty" word={WORDS.states.empty} title={words.noHabit(answer.days)} />
      </div>
    )
  const named = (of: 'network' | 'service'): (readonly [string, number])[] =>
    commonest(
      answer.counts.filter((count) => !habit.differs(count)),
      of,
    ).map(([value, count]) => {
      const known = of === 'service' ? serviceLabel(value) : value
      return [value === '' ? words.unknown : known, count]
    })
  return (
    <div class="habit">
      <HabitPlot answer={answer} habit={habit} until={until.value} />
      <div class="sheet">
        <UsualValues
          title={words.networks}
          note={words.logins(answer.logins, answer.whole)}
          values={named('network')}
        />
        <UsualValues title={words.services} values={named('service')} />
      </div>
    </div>
  )
}
