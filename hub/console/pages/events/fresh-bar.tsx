import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { PAGE_WORDS } from '../../words/page-words.ts'

interface FreshBarParts {
  /** A signal, so that nothing else is rendered anew whenever something comes. */
  readonly count: ReadonlySignal<number>
  readonly onShow: () => void
}

/** What came since the table was read; it is always there, so that nothing moves when something comes. */
export function FreshBar({ count: { value: count }, onShow }: FreshBarParts): JSX.Element {
  const { fresh, freshMany, showThem } = PAGE_WORDS.events
  return (
    <div class="fresh" role="status">
      {count === 0 ? null : (
        <button type="button" onClick={onShow} title={`${showThem} (n)`}>
          {Number.isFinite(count) ? fresh(count) : freshMany} <kbd>n</kbd> {showThem}
        </button>
      )}
    </div>
  )
}
