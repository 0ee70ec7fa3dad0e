import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { IncidentTold, ShownAlert, ToldAnswer } from '../../../contract/alert-contract.ts'
import { NearMoment } from '../../parts/moment.tsx'
import { Shown, useAnswer } from '../../parts/shown.tsx'
import { hubSentence } from '../../state/hub-sentence.ts'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { numeral } from '../../words/numbers.ts'
import { WORDS } from '../../words/words.ts'

/** Who was told of an incident, and, rule by rule, why or why not. */
export function Told({ incident, revision }: { readonly incident: number; readonly revision: number }): JSX.Element {
  const answer = useAnswer<ToldAnswer>(`/api/v1/incidents/${incident}/told`)
  const asked = useRef(revision)
  useEffect(() => {
    // Whatever changed may have been told.
    if (asked.current !== revision) answer.again()
    asked.current = revision
  }, [revision])
  return (
    <section aria-label={words.told}>
      <Shown answer={answer}>{({ told }) => <Rules told={told} />}</Shown>
    </section>
  )
}

function Rules({ told }: { readonly told: IncidentTold }): JSX.Element {
  const alerts = new Map(told.rules.flatMap((rule) => rule.alerts).map((alert) => [alert.id, alert]))
  const rows = [...alerts.values()].toSorted((one, other) => one.id - other.id)
  const who = new Set(
    rows.flatMap(({ acknowledged }) =>
      acknowledged.filter(({ incident }) => incident === told.incident).map(({ by }) => by),
    ),
  )
  return (
    <>
      <div class="heading">
        <h2>{words.told}</h2>
        {rows.length === 0 ? null : (
          <span class="faint">{who.size === 0 ? words.toldNobody : words.toldBy([...who].join(', '))}</span>
        )}
        <a
          class="link fill"
          href={pathTo('alerts', {}, new URLSearchParams({ show: 'why', of: String(told.incident) }).toString())}
        >
          {WORDS.whyTold}
        </a>
      </div>
      <div class="sheet">
        {rows.length === 0 ? <p class="block soft">{words.notTold}</p> : <Receipts alerts={rows} />}
        <details class="block why-told" open={rows.length === 0}>
          <summary class="link">{words.why}</summary>
          {told.rules.length === 0 ? <p class="soft">{words.noRules}</p> : null}
          <dl>
            {told.rules.map(({ rule, why }) => (
              <div key={rule}>
                <dt>{rule}</dt>
                <dd>{hubSentence(why)}</dd>
              </div>
            ))}
          </dl>
        </details>
      </div>
    </>
  )
}

function Receipts({ alerts }: { readonly alerts: readonly ShownAlert[] }): JSX.Element {
  const { heads } = words
  return (
    <table class="table receipts">
      <caption class="unseen">{words.told}</caption>
      <thead>
        <tr>
          {Object.values(heads).map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {alerts.flatMap(({ id, made, reason, receipts }) =>
          receipts.map(({ channel, recipient, tries, delivered, words: says }) => (
            <tr key={`${id} ${channel} ${recipient}`} title={hubSentence(says)}>
              <td>
                <NearMoment time={made} />
              </td>
              <td class="receipt-to">
                {recipient} <span class="faint">{channel}</span>
              </td>
              <td>{reason}</td>
              <td>{numeral(tries)}</td>
              <td class="receipt-end">
                {delivered === null ? hubSentence(says) : words.deliveredAfter(delivered - made)}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}
