import { signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** An error that a page shows. */
interface SaidError {
  readonly text: string
  readonly place: Element | null
  readonly again: () => void
}

const errors = signal<readonly SaidError[]>([])

/** What an error knows of those beside it. */
export interface ErrorPlace {
  /** Where it stands. */
  readonly element: RefObject<HTMLElement | null>
  /** Whether the same is said before it. */
  readonly isRepeated: boolean
  /** Tries again whatever failed for this reason. */
  readonly tryAll: () => void
}

/** What fails at once for one reason is explained once: where there is room, at the first place. */
export function useSaidError(text: string, again: () => void): ErrorPlace {
  const element = useRef<HTMLElement>(null)
  const latest = useRef(again)
  latest.current = again
  useLayoutEffect(() => {
    const said = { text, place: element.current, again: () => latest.current() }
    errors.value = [...errors.peek(), said]
    return () => {
      errors.value = errors.peek().filter((each) => each !== said)
    }
  }, [text])
  const same = errors.value.filter((each) => each.text === text)
  const isRepeated = same.some(({ place }) => isBefore(place, element.current))
  return { element, isRepeated, tryAll: () => same.forEach((each) => each.again()) }
}

/** Whether an error is the one that explains: what stands beside the page's matter has less room. */
function isBefore(one: Element | null, other: Element | null): boolean {
  if (one === null || other === null || one === other) return false
  const [isOneAside, isOtherAside] = [one, other].map((each) => each.closest('aside') !== null)
  if (isOneAside !== isOtherAside) return isOtherAside === true
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}
