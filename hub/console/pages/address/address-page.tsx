import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type {
  AddressAnswer,
  FacetsAnswer,
  FacetValue,
  HabitsAnswer,
  ShownPlace,
} from '../../../contract/event-contract.ts'
import { OpenIncidents } from '../../parts/open-incidents.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { useKeys } from '../../state/keys.ts'
import { pathTo } from '../../state/place.ts'
import { stepThroughLinks } from '../../state/step-through-links.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { numeral } from '../../words/numbers.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { PAGE_LENGTH } from '../events/event-list.ts'
import { FreshBar } from '../events/fresh-bar.tsx'
import { NothingKept } from '../events/nothing-kept.tsx'
import { OlderFoot } from '../events/older-foot.tsx'
import { useFresh } from '../events/use-fresh.ts'
import { UsualValues } from '../mailbox/usual-values.tsx'
import { Deeds } from './deeds.tsx'
import { enteredMailboxes, habitsPath, MOST_HABITS } from './habits.ts'

const { address: words, mailbox } = PAGE_WORDS

/** One address: what it did, to whom, on which hosts. */
export function AddressPage({ ip }: { readonly ip: string }): JSX.Element {
  const list = `/api/v1/addresses/${encodeURIComponent(ip)}/timeline?limit=${PAGE_LENGTH}`
  const page = useAnswer<AddressAnswer>(list)
  const facets = useAnswer<FacetsAnswer>(`/api/v1/facets?${new URLSearchParams({ ip })}`)
  const fresh = useFresh(new URLSearchParams({ ip }).toString(), list)
  const showNew = (): void => {
    fresh.value = 0
    page.again()
    facets.again()
  }
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: WORDS.keys.down, run: () => stepThroughLinks(1), inBar: true },
    { keys: 'k', words: WORDS.keys.up, run: () => stepThroughLinks(-1), inBar: true },
    { keys: 'n', words: WORDS.keys.showNew, run: showNew },
  ])
  useEffect(() => void (document.title = `${ip} · ${WORDS.brand}`), [ip])
  const known = facets.known.value.value
  const { events = [], place = null } = page.known.value.value ?? {}
  const entered = enteredMailboxes(events)
  const habits = useAnswer<HabitsAnswer>(habitsPath(entered))
  const about = [
    events[0]?.network,
    place === null ? undefined : placeText(place),
    known === undefined || known.total === 0 ? undefined : reach(known),
  ].filter((part) => typeof part === 'string')
  return (
    <div class="page">
      <div class="lead">
        <div>
          <h1>{ip}</h1>
          <p>{about.join(' · ')}</p>
        </div>
        <div class="acts">
          <a class="button" href={pathTo('events', {}, new URLSearchParams({ ip, last: '30d' }).toString())}>
            {mailbox.inEvents}
          </a>
          <a class="button" href={`/api/v1/export?${new URLSearchParams({ ip })}&format=csv`} download>
            {WORDS.exports.label}
          </a>
        </div>
      </div>
      <OpenIncidents of="address" name={ip} />
      <div class="heading">
        <h2>{mailbox.timeline}</h2>
        <span class="faint">{words.beside(entered.length, MOST_HABITS)}</span>
      </div>
      {habits.known.value.problem === undefined ? null : <Shown answer={habits}>{() => null}</Shown>}
      <div class="two-columns of-timeline">
        <div class="sheet scrolls">
          <FreshBar count={fresh} onShow={showNew} />
          <Shown answer={page}>
            {({ events: all }) =>
              all.length === 0 ? (
                <NothingKept of={ip} />
              ) : (
                <Deeds events={all} habits={habits.known.value.value}>
                  {(rows) => <OlderFoot page={page} list={list} rows={rows} end={WORDS.end} />}
                </Deeds>
              )
            }
          </Shown>
        </div>
        {known?.total === 0 ? null : (
          <aside class="sheet">
            <Shown answer={facets}>{(value) => <Touched answer={value} />}</Shown>
          </aside>
        )}
      </div>
    </div>
  )
}

/** A place in words: `Germany, Example Telecom (AS64496)`. */
function placeText({ country_name: country, as_number: number, as_name: name }: ShownPlace): string {
  const system = number === null ? null : `AS${number}`
  const operator = name !== null && system !== null ? `${name} (${system})` : (name ?? system)
  return [country, operator].filter((part) => part !== null).join(', ')
}

function reach({ facets, whole }: FacetsAnswer): string {
  const text = words.tried(atMost(facets.mailbox), atMost(facets.host))
  return whole ? text : `${text}, ${words.of}`
}

/** The hub tells the fifty commonest values. */
function atMost(values: readonly FacetValue[]): string {
  return values.length >= 50 ? `${numeral(50)}+` : numeral(values.length)
}

/** What it did, and whom it touched. */
function Touched({ answer: { facets } }: { readonly answer: FacetsAnswer }): JSX.Element {
  return (
    <>
      <UsualValues
        title={words.what}
        values={facets.type.map(({ value, count }) => [kindLabel(value), count] as const)}
      />
      <UsualValues
        title={words.mailboxes}
        note={atMost(facets.mailbox)}
        values={facets.mailbox.map(
          ({ value, count }) => [value, count, pathTo('mailbox', { address: value })] as const,
        )}
      />
      <UsualValues
        title={words.hosts}
        note={atMost(facets.host)}
        values={facets.host.map(({ value, count }) => [value, count, pathTo('host', { name: value })] as const)}
      />
    </>
  )
}
