import type { JSX } from 'preact'
import type { ShownCheck } from '../../../contract/check-contract.ts'
import { CheckStateMark } from '../../parts/check-mark.tsx'
import { Age } from '../../parts/moment.tsx'
import { byCheckState, checkStateNow, isCheckTrouble } from '../../state/check-state.ts'
import { place, queried } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { pathTo } from '../../state/place.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import { daysUntil } from './certificates.ts'
import { stepByArrows } from './wall-steps.ts'
import type { WallRow } from './wall.ts'

const { list: words } = SERVICES_WORDS

interface CheckListParts {
  readonly row: WallRow | undefined
  /** Whether no other host checks anything. */
  readonly isAlone: boolean
}

/** The checks of one host, the worst first: where there is room for what they found. */
export function CheckList({ row, isAlone }: CheckListParts): JSX.Element | null {
  if (row === undefined) return null
  const { host, checks } = row
  const { check, state, for: since, found, took, certificate } = words.heads
  return (
    <>
      <p class="list-head">
        <b>{host}</b>
        <a class="link" href={pathTo('host', { name: host })}>
          {words.everything}
        </a>
        {isAlone ? null : (
          <a class="link fill" href={queried({ q: undefined, host: undefined, check: undefined })}>
            {words.all}
          </a>
        )}
      </p>
      <table class="table of-checks stacks" onKeyDown={stepByArrows}>
        <caption class="unseen">{words.caption(host)}</caption>
        <thead>
          <tr>
            {[check, state, since, found, took, certificate].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...checks.values()].toSorted(byCheckState).map((each) => (
            <ListedCheck key={each.check} check={each} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function ListedCheck({ check: shown }: { readonly check: ShownCheck }): JSX.Element {
  const { host, check, since, finding, recent, certificate, target } = shown
  const state = checkStateNow(shown)
  const query = place.value?.query
  const isChosen = query?.get('check') === check && query.get('host') === host
  const took = recent.at(-1)
  const style = [isCheckTrouble(state) ? `is-ill as-${state}` : '', isChosen ? 'chosen chosen-check' : '']
  return (
    <tr class={style.join(' ').trim()}>
      <td>
        <a class="to" href={queried({ host, check })} aria-current={isChosen ? 'true' : undefined}>
          {check}
        </a>
        {target === null ? null : <span class="faint target"> {target}</span>}
      </td>
      <td>
        <CheckStateMark state={state} />
      </td>
      <td class="soft" data-head={words.heads.for.toLowerCase()}>
        <Age time={since} />
      </td>
      <td class="wraps soft">{finding}</td>
      <td class={took === undefined ? 'soft blank' : 'soft'} data-head={words.heads.took.toLowerCase()}>
        {took === undefined ? WORDS.nothing : CHECK_WORDS.took(took)}
      </td>
      <td class={certificate === null ? 'soft blank' : 'soft'} data-head={words.heads.certificate.toLowerCase()}>
        {certificate === null
          ? WORDS.nothing
          : CHECK_WORDS.daysLeft(daysUntil(certificate, Math.floor(now.peek() / 1000)))}
      </td>
    </tr>
  )
}
