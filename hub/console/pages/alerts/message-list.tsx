import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { AlertsAnswer, RulesAnswer, ShownAlert, ShownChannel } from '../../../contract/alert-contract.ts'
import { DayMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer, Known } from '../../state/answer.ts'
import { useFollowed } from '../../state/followed.ts'
import { useKeys } from '../../state/keys.ts'
import { place, queried } from '../../state/navigator.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { WORDS } from '../../words/words.ts'
import { IncidentLinks } from './incident-links.tsx'
import { filtersOf, MessageFilters, withoutFilters } from './message-filters.tsx'
import { MessageRecordSide } from './message-record-side.tsx'
import { shutMessage } from './message-record.tsx'
import { reasonWord, subjectWords } from './message-words.ts'
import { ReceiptSummary } from './receipts.tsx'
import { carersOf } from './take-care.tsx'

const { messages: words } = ALERT_WORDS

/** How many messages are shown at first, and how many more each time; at most as many as the API gives. */
const [PAGE, MOST] = [50, 1000]

interface MessageListParts {
  readonly channels: readonly ShownChannel[]
  readonly rules: Answer<RulesAnswer>
}

/** The newest message that is shown: those that come later wait until they are asked for. */
function useNewest(
  answer: Answer<AlertsAnswer>,
  filters: string,
): { readonly newest: Signal<number>; readonly showNew: () => void } {
  const newest = useSignal(Infinity)
  const known = answer.known.value
  useEffect(() => void (newest.value = Infinity), [filters])
  useEffect(() => {
    const isAnswered = !known.isOld && known.value !== undefined
    if (isAnswered && newest.value === Infinity) newest.value = newestIn(known)
  }, [known])
  return { newest, showNew: () => void (newest.value = newestIn(answer.known.peek())) }
}

function newestIn(known: Known<AlertsAnswer>): number {
  return alertsIn(known)[0]?.id ?? 0
}

function alertsIn({ value }: Known<AlertsAnswer>): readonly ShownAlert[] {
  return value?.alerts ?? []
}

/** The messages that fit the filters, the newest first; newer ones wait behind a bar. */
export function MessageList({ channels, rules }: MessageListParts): JSX.Element {
  const query = place.value?.query ?? new URLSearchParams()
  const filters = filtersOf(query).toString()
  const limit = useSignal(PAGE)
  const answer = useAnswer<AlertsAnswer>(`/api/v1/alerts?${filters}&limit=${limit.value}`)
  useFollowed(answer)
  const { newest, showNew } = useNewest(answer, filters)
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: WORDS.keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: WORDS.keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'Escape', words: WORDS.keys.shut, run: shutMessage },
    { keys: 'n', words: WORDS.keys.showNew, run: showNew, inBar: true },
  ])
  const open = query.get('alert') ?? undefined
  return (
    <div class={open === undefined ? 'messages' : 'messages with-message'}>
      <section class="sheet" aria-label={words.table}>
        <MessageFilters channels={channels} rules={rules.known.value.value?.rules ?? []} />
        <Fresh alerts={alertsIn(answer.known.value)} newest={newest} onShow={showNew} />
        <Shown answer={answer}>
          {({ alerts, next }) => {
            const shown = alerts.filter(({ id }) => id <= newest.value)
            if (shown.length === 0) return <NoMessage isFiltered={filters !== ''} mayTest={channels.length > 0} />
            return (
              <>
                <MessageTable alerts={shown} open={open} />
                <Older isEnd={next === null || limit.value >= MOST} onMore={() => (limit.value += PAGE)} />
              </>
            )
          }}
        </Shown>
      </section>
      {open === undefined ? null : <MessageRecordSide key={open} id={open} onCare={() => answer.again()} />}
    </div>
  )
}

interface FreshParts {
  readonly alerts: readonly ShownAlert[]
  readonly newest: Signal<number>
  readonly onShow: () => void
}

function Fresh({ alerts, newest, onShow }: FreshParts): JSX.Element {
  const count = alerts.filter(({ id }) => id > newest.value).length
  return (
    <div class="fresh" role="status">
      {count === 0 ? null : (
        <button type="button" onClick={onShow} title={`${words.showThem} (n)`}>
          {words.fresh(count)} <kbd>n</kbd> {words.showThem}
        </button>
      )}
    </div>
  )
}

interface NoMessageParts {
  readonly isFiltered: boolean
  readonly mayTest: boolean
}

function NoMessage({ isFiltered, mayTest }: NoMessageParts): JSX.Element {
  const { states } = WORDS
  if (isFiltered) {
    const clear = (
      <a class="button small" href={withoutFilters()}>
        {states.clear}
      </a>
    )
    return <StateBox kind="noMatch" word={states.noMatch} title={states.nothingMatches} acts={clear} />
  }
  if (!mayTest) return <StateBox kind="empty" word={states.empty} title={words.none} />
  const test = (
    <a class="button small" href={queried({ show: 'channels' })}>
      {words.testChannels}
    </a>
  )
  return (
    <StateBox kind="empty" word={states.empty} title={words.none} acts={test}>
      <p>{words.noneHint}</p>
    </StateBox>
  )
}

interface MessageTableParts {
  readonly alerts: readonly ShownAlert[]
  readonly open: string | undefined
}

function MessageTable({ alerts, open }: MessageTableParts): JSX.Element {
  const { when, what, reason, rule, incidents, to, care } = words.heads
  return (
    <div class="scrolls">
      <table class="table told">
        <caption class="unseen">{words.table}</caption>
        <thead>
          <tr>
            {[when, reason, what, rule, incidents, to, care].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {alerts.map((alert) => (
            <tr key={alert.id} class={String(alert.id) === open ? 'chosen' : undefined}>
              <td class="soft">
                <DayMoment time={alert.made} />
              </td>
              <td>{reasonWord(alert.reason)}</td>
              <td class="subject">
                <a class="to" href={queried({ alert: String(alert.id) })}>
                  {subjectWords(alert)}
                </a>
              </td>
              <td class="soft">{alert.rule}</td>
              <td>
                <IncidentLinks alert={alert} most={1} />
              </td>
              <td>
                <ReceiptSummary alert={alert} />
              </td>
              <td class="soft">{carersOf(alert)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Older({ isEnd, onMore }: { readonly isEnd: boolean; readonly onMore: () => void }): JSX.Element {
  return (
    <div class="older">
      {isEnd ? (
        <p class="faint">{words.end}</p>
      ) : (
        <button type="button" class="button" onClick={onMore}>
          {words.more}
        </button>
      )}
    </div>
  )
}
