import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import type { Answer } from '../../state/answer.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { OlderPages } from './event-list.ts'

/** How many rows a list gets at least, if there are so many, and how many pages are asked for that on their own. */
const [FEWEST, MOST_PAGES] = [20, 10]

interface OlderFootParts {
  readonly page: Answer<EventsAnswer>
  /** Where the first page was asked for. */
  readonly list: string
  /** How many rows the events that are there make. */
  readonly rows: number
  /** What is said where there are no older ones. */
  readonly end: string
}

/**
 * The foot of a list of events: more of it, or that this is all. Where events repeat, whole pages fold into one row:
 * then older pages are asked for until there are rows to see.
 */
export function OlderFoot({ page, list, rows, end }: OlderFootParts): JSX.Element {
  const older = useMemo(() => new OlderPages(), [])
  const { value, isOld } = page.known.value
  const wish = useRef({ list, rows: FEWEST, pages: 0 })
  if (wish.current.list !== list) wish.current = { list, rows: FEWEST, pages: 0 }
  useEffect(() => {
    const { current } = wish
    if (isOld || rows >= current.rows || current.pages >= MOST_PAGES) return
    current.pages += 1
    void older.add(page, list)
  }, [value, isOld])
  const more = (): void => {
    wish.current = { list, rows: rows + FEWEST, pages: 1 }
    void older.add(page, list)
  }
  const { value: problem } = older.problem
  return (
    <div class="older">
      {problem === undefined ? null : <p role="alert">{problem.said || WORDS.states.titles[problem.fault]}</p>}
      {value?.next == null ? (
        <p class="faint">{end}</p>
      ) : (
        <button type="button" class="button" aria-disabled={older.isAsking.value} onClick={more}>
          {PAGE_WORDS.events.more}
        </button>
      )}
    </div>
  )
}
