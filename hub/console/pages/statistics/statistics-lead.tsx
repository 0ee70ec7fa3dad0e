import type { JSX } from 'preact'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { Failed } from '../../parts/shown.tsx'
import { type RangeWords, STATISTICS_WORDS as words } from '../../words/statistics-words.ts'
import { scopeWords } from './range-words.ts'
import type { Measure, StatisticsWish } from './statistics-wish.ts'
import { isNamed } from './totals-rows.ts'
import type { TotalsSpan } from './totals-span.ts'
import {
  difference,
  isComparable,
  isMoreOf,
  numbersOf,
  type NumberOf,
  sumsOf,
  toldSeconds,
  USUAL_SPANS,
  usualOfSpansBefore,
} from './totals-sums.ts'
import { untoldTitle } from './untold.tsx'
import { type AskedTotals, useTotals } from './use-totals.ts'

interface LeadParts {
  readonly wish: StatisticsWish
  readonly span: TotalsSpan
  readonly range: RangeWords
  readonly answer: TotalsAnswer
  /** What was before; it answers nothing where there is no time before. */
  readonly before: AskedTotals
}

/** The sentence that a page opens with, and below it what was in as much time before. */
export function StatisticsLead(parts: LeadParts): JSX.Element {
  const { answer, wish } = parts
  if (answer.points.length === 0) return <h1>{answer.hosts.length === 0 ? untoldTitle(wish) : words.title}</h1>
  return {
    traffic: <TrafficLead {...parts} />,
    mail: <MailLead {...parts} />,
    bandwidth: <BandwidthLead {...parts} />,
  }[parts.wish.tab]
}

function TrafficLead({ wish, range, answer, before }: LeadParts): JSX.Element {
  const { traffic } = words
  const sums = sumsOf(answer)
  const [requests, errors] = [sums('requests') ?? 0, sums('status_5xx') ?? 0]
  const scope = scopeWords(wish)
  const past = before.value === undefined || !isComparable(answer, before.value) ? undefined : sumsOf(before.value)
  const isOdd = past !== undefined && isMoreOf([errors, requests], [past('status_5xx') ?? 0, past('requests') ?? 0])
  return (
    <>
      <h1>{requests === 0 ? traffic.none(scope, range.within) : traffic.title(requests, scope, range.within)}</h1>
      <p class="total-more">
        {requests === 0 ? null : (
          <>
            {traffic.sent(sums('bytes') ?? 0)}{' '}
            <span class={isOdd ? 'differs' : undefined}>{traffic.failed(errors, requests)}</span>{' '}
          </>
        )}
        <Before
          parts={{ range, answer, before }}
          measure="requests"
          says={(name, count, then) => traffic.before(name, count, then('status_5xx') ?? 0)}
        />
      </p>
    </>
  )
}

function MailLead(parts: LeadParts): JSX.Element {
  const { mail } = words
  const { wish, range, answer, before } = parts
  const [sums, most] = [sumsOf(answer), mostRecipients(answer)]
  const [messages, recipients] = [sums('messages') ?? 0, sums('recipients') ?? 0]
  const beside = <Before parts={{ range, answer, before }} measure="recipients" says={mail.before} />
  if (most === undefined || messages === 0)
    return (
      <>
        <h1>{mail.none(`${scopeWords(wish)} ${range.within}`.trim())}</h1>
        <p class="total-more">{beside}</p>
      </>
    )
  const title = wish.key === undefined ? mail.most : mail.title
  return (
    <>
      <h1>{title(most.key, most.of('messages') ?? 0, most.of('recipients') ?? 0, range.within)}</h1>
      <p class="total-more">
        <Usual key={most.key} parts={parts} of={most} />
        {mail.all(messages, recipients)} {mail.became(sums('delivered') ?? 0, sums('failures') ?? 0)} {beside}
      </p>
    </>
  )
}

/** Who sent to the most recipients. */
function mostRecipients({ keys, numbers: names }: TotalsAnswer): UsualParts['of'] | undefined {
  const [most] = keys
    .filter(({ key }) => isNamed(key))
    .map(({ key, numbers }) => ({ key, of: numbersOf(names, numbers) }))
    .toSorted((a, b) => (b.of('recipients') ?? 0) - (a.of('recipients') ?? 0))
  return most
}

interface UsualParts {
  readonly parts: LeadParts
  readonly of: { readonly key: string; readonly of: NumberOf }
}

/** To how many recipients somebody usually sends in as much time. */
function Usual({ parts: { wish, span }, of: { key, of } }: UsualParts): JSX.Element {
  const { mail } = words
  const past = { from: Math.max(0, span.from - USUAL_SPANS * (span.until - span.from)), until: span.from }
  const { value } = useTotals(wish, past, key)
  if (value === undefined) return <></>
  const usual = usualOfSpansBefore(value, span, 'recipients')
  if (usual === undefined) return <>{mail.unusual} </>
  const isOdd = difference(of('recipients') ?? 0, Math.max(1, usual))?.is === 'times'
  return (
    <>
      <span class={isOdd ? 'differs' : undefined}>{mail.usually(usual)}</span>{' '}
    </>
  )
}

function BandwidthLead({ wish, range, answer, before }: LeadParts): JSX.Element {
  const { bandwidth } = words
  const total = sumsOf(answer)('total') ?? 0
  const [most] = answer.keys
    .filter(({ key }) => isNamed(key))
    .map(({ key, numbers }) => ({ key, total: numbers.reduce((sum, each) => sum + each, 0) }))
    .toSorted((a, b) => b.total - a.total)
  const scope = scopeWords(wish)
  return (
    <>
      <h1>{total === 0 ? bandwidth.none(scope, range.within) : bandwidth.title(total, scope, range.within)}</h1>
      <p class="total-more">
        {most === undefined || total === 0 || wish.key !== undefined
          ? null
          : `${bandwidth.most(most.key, most.total)} `}
        <Before parts={{ range, answer, before }} measure="total" says={bandwidth.before} />
      </p>
    </>
  )
}

interface BeforeParts {
  readonly parts: Pick<LeadParts, 'range' | 'answer' | 'before'>
  readonly measure: Measure
  readonly says: (range: string, value: number, then: NumberOf) => string
}

/** How much it was in as much time before; marked only if it differs. */
function Before({ parts: { range, answer, before }, measure, says }: BeforeParts): JSX.Element | null {
  const { value } = before
  if (value === undefined) return <Failed answer={before.answer} />
  if (!isComparable(answer, value)) return <>{words.incomparable(range.before, toldSeconds(value))}</>
  const past = sumsOf(value)
  const then = past(measure) ?? 0
  const differs = difference(sumsOf(answer)(measure) ?? 0, then)
  const [hosts, hostsThen] = [answer.hosts.length, value.hosts.length]
  return (
    <>
      {says(range.before, then, past)}{' '}
      {differs === undefined ? null : <span class="differs">{words.differs(differs)}</span>}{' '}
      {hosts === hostsThen ? null : words.fewerHosts(hostsThen, hosts)}
    </>
  )
}
