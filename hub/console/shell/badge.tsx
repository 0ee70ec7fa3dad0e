import type { JSX } from 'preact'
import type { PageName } from '../../contract/console-paths.ts'
import { isUrgent, total, unseenOf } from '../pages/now/headline.ts'
import { isFailed } from '../state/answer.ts'
import { standing } from '../state/standing.ts'
import { CHECK_WORDS } from '../words/check-words.ts'
import { NOW_WORDS } from '../words/now-words.ts'
import { numeral } from '../words/numbers.ts'

const { badges: words } = NOW_WORDS

/** The pages that have a number. */
const PAGES: ReadonlySet<PageName> = new Set(['now', 'incidents', 'hosts'])

/** A bare number beside the name of a page; in colour only what is urgent and nobody's. */
export function Badge({ page }: { readonly page: PageName }): JSX.Element | null {
  const [known, sight] = [standing.counts.known.value, standing.coverage.known.value]
  if (page === 'services') return <Down />
  if (isFailed(page === 'hosts' ? sight : known)) return PAGES.has(page) ? <Unknown /> : null
  const open = known.value?.open ?? []
  if (page === 'now')
    return <Count count={total(open, (each) => isUrgent(each) && !each.assigned)} says={words.now} isHot />
  if (page === 'incidents') return <Count count={total(open)} says={words.incidents} />
  return page === 'hosts' ? <Count count={unseenOf(sight.value)?.count ?? 0} says={words.hosts} /> : null
}

/** How many checks are down, or go down and up all the time. */
function Down(): JSX.Element | null {
  const { value: known } = standing.checks.known
  if (isFailed(known)) return <Unknown />
  const { down, flapping } = known.value?.counts ?? { down: 0, flapping: 0 }
  return <Count count={down + flapping} says={CHECK_WORDS.badge} />
}

/** No number would say that there is nothing. */
function Unknown(): JSX.Element {
  return (
    <span class="badge" title={words.failed}>
      <span aria-hidden="true">{words.failedSign}</span>
      <span class="unseen">, {words.failed}</span>
    </span>
  )
}

interface CountParts {
  readonly count: number
  readonly says: (count: number) => string
  readonly isHot?: boolean
}

function Count({ count, says, isHot = false }: CountParts): JSX.Element | null {
  if (count === 0) return null
  return (
    <span class={isHot ? 'badge hot' : 'badge'} title={says(count)}>
      <span aria-hidden="true">{numeral(count)}</span>
      <span class="unseen">, {says(count)}</span>
    </span>
  )
}
