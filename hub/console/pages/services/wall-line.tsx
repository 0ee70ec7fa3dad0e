import type { JSX } from 'preact'
import type { ShownCheck } from '../../../contract/check-contract.ts'
import { CheckMark } from '../../parts/check-mark.tsx'
import { Age } from '../../parts/moment.tsx'
import { checkStateNow, isCheckTrouble } from '../../state/check-state.ts'
import { queried } from '../../state/navigator.ts'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { numeral } from '../../words/numbers.ts'
import { SERVICES_WORDS as words } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import { cellChecks, type WallColumn, type WallRow } from './wall.ts'

interface WallLineParts {
  readonly row: WallRow
  readonly columns: readonly WallColumn[]
  /** The name of its check that is open. */
  readonly open: string | undefined
}

/** A host with a cell for each of its checks. */
export function WallLine({ row, columns, open }: WallLineParts): JSX.Element {
  const { host, worst, count, checks, isSilent, told } = row
  const isWhole = count === checks.size
  return (
    <tr data-host={host} class={isWhole ? 'whole' : undefined}>
      <td>
        <a class="to" href={queried({ q: host, state: undefined, host: undefined, check: undefined })}>
          {host}
        </a>
      </td>
      <td class="of-worst">
        <span class={`check-state as-${worst}`}>
          <CheckMark state={worst} />
          {numeral(count)} {CHECK_WORDS.states[worst]}
        </span>
        {isSilent ? (
          <span class="faint">
            {' '}
            {words.silent} <Age time={told} />
          </span>
        ) : null}
      </td>
      {columns.map((column) => (
        <WallCell key={column.names.join(' ')} checks={cellChecks(row, column)} column={column} open={open} />
      ))}
    </tr>
  )
}

interface WallCellParts {
  readonly checks: readonly ShownCheck[]
  readonly column: WallColumn
  readonly open: string | undefined
}

function WallCell({ checks, column, open }: WallCellParts): JSX.Element {
  const [check] = checks
  if (check === undefined)
    return (
      <td class="cell blank faint">
        <span class="unseen">{WORDS.nothing}</span>
      </td>
    )
  const state = checkStateNow(check)
  const isIll = isCheckTrouble(state)
  const style = `cell${isIll || state === 'unknown' ? ` as-${state}` : ''}`
  const isChosen = checks.some((each) => each.check === open)
  // Where several share a cell it leads to the list of them.
  const href =
    column.names.length === 1
      ? queried({ host: check.host, check: check.check })
      : queried({ q: check.host, state: undefined, host: undefined, check: undefined })
  return (
    <td class={isChosen ? `${style} chosen-check` : style} title={`${check.check}: ${check.finding}`}>
      <a class="in-cell" href={href} aria-current={isChosen ? 'true' : undefined}>
        <CheckMark state={state} />
        <span class="cell-check">{check.check} </span>
        <CellWords check={check} rest={checks.length - 1} />
      </a>
    </td>
  )
}

/** Its word and for how long; of what is up how long its last run took, as the mark says the word then. */
function CellWords({ check, rest }: { readonly check: ShownCheck; readonly rest: number }): JSX.Element {
  const { recent, since } = check
  const state = checkStateNow(check)
  const took = recent.at(-1)
  const more = rest > 0 ? <span class="faint"> +{numeral(rest)}</span> : null
  if (state === 'up' && took !== undefined)
    return (
      <span>
        <span class="unseen">{CHECK_WORDS.states.up} </span>
        {CHECK_WORDS.took(took)}
        {more}
      </span>
    )
  return (
    <span>
      {CHECK_WORDS.states[state]}
      {isCheckTrouble(state) ? (
        <span class="cell-age">
          {' '}
          <Age time={since} />
        </span>
      ) : null}
      {more}
    </span>
  )
}
