import type { JSX } from 'preact'
import { queried } from '../../state/navigator.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'

/** Later than any clock says, in seconds: the end of the year 9999. */
const END = '253402300799'

interface LaterEventsParts {
  readonly count: number | undefined
  /** What is later than this, in seconds, the table leaves out. */
  readonly from: number
}

/** The line that says how many events the table leaves out, as their times are ahead; nothing if it leaves out none. */
export function LaterEvents({ count, from }: LaterEventsParts): JSX.Element | null {
  const { later, showThem } = PAGE_WORDS.events
  if (count === undefined || count === 0) return null
  return (
    <p class="later-events">
      {later(count)}{' '}
      <a class="link" href={queried({ last: undefined, from: String(from), until: END, event: undefined })}>
        {showThem}
      </a>
    </p>
  )
}
