import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { EventsAnswer } from '../../../contract/event-contract.ts'
import type { Answer } from '../../state/answer.ts'
import { isScrolled, keepPages, keptPages } from '../../state/kept-place.ts'
import { PAGE_WORDS } from '../../words/page-words.ts'
import { WORDS } from '../../words/words.ts'
import { OlderPages } from './event-list.ts'

/** How many rows a list gets at least, if there are so many, and how many pages are asked for that on their own. */
const [FEWEST, MOST_PAGES] = [20, 10]

/** How long that waits, in milliseconds: who filters step by step wants the next list, not more of this one. */
const REST = 1000

interface OlderFootParts {
  readonly page: Answer<EventsAnswer>
  /** Where the first page was asked for. */
  readonly list: string
  /** What names the list, whenever it was asked for; where it was asked for by default. */
  readonly name?: string
  /** How many rows the events that are there make. */
  readonly rows: number
  /** What is said where there are no older ones. */
  readonly end: string
}

/** What a list is to have. */
interface Wish {
  readonly list: string
  readonly rows: number
  /** How many pages were asked for towards that. */
  pages: number
  /** How many the list had when it was left, and has not got back yet. */
  missing: number
  /** Whether somebody wants it now, or it was rested before the first of these pages. */
  isUrgent: boolean
}

/**
 * The foot of a list of events: more of it, or that this is all. Where events repeat, whole pages fold into one row:
 * then older pages are asked for until there are rows to see. Back brings as many pages as there were.
 */
export function OlderFoot({ page, list, name = list, rows, end }: OlderFootParts): JSX.Element {
  const older = useMemo(() => new OlderPages(), [])
  const { value, isOld } = page.known.value
  const wish = useRef<Wish>({ list: '', rows: 0, pages: 0, missing: 0, isUrgent: false })
  if (wish.current.list !== list) wish.current = firstWish(list, keptPages(name))
  const asking = useMemo(() => new AbortController(), [list])
  useEffect(() => () => asking.abort(), [list])
  const addOne = (of: Wish): void => {
    of.isUrgent = true
    if (of.missing > 0) of.missing -= 1
    else keepOneMore(name, of)
    void older.add(page, list, asking.signal)
  }
  useEffect(() => {
    const { current } = wish
    if (value === undefined || isOld) return undefined
    if (current.missing === 0 && (rows >= current.rows || current.pages >= MOST_PAGES)) return undefined
    const timer = setTimeout(() => addOne(current), current.isUrgent ? 0 : REST)
    return () => clearTimeout(timer)
  }, [value, isOld])
  const more = (): void => {
    wish.current = { list, rows: rows + FEWEST, pages: 0, missing: 0, isUrgent: true }
    addOne(wish.current)
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

function firstWish(list: string, missing: number): Wish {
  return { list, rows: FEWEST, pages: 0, missing, isUrgent: missing > 0 && isScrolled() }
}

function keepOneMore(name: string, wish: Wish): void {
  wish.pages += 1
  keepPages(name, keptPages(name) + 1)
}
