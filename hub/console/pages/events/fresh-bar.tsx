import type { JSX } from 'preact'
import { PAGE_WORDS } from '../../words/page-words.ts'

/** What came since the table was read; it is always there, so that nothing moves when something comes. */
export function FreshBar({ count, onShow }: { readonly count: number; readonly onShow: () => void }): JSX.Element {
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
