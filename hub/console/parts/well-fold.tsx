import type { JSX } from 'preact'
import { queried } from '../state/navigator.ts'
import { HOSTS_WORDS as words } from '../words/hosts-words.ts'

/** How many hosts are well, and the way to show or hide them. */
export function WellFold({ count, isFolded }: { readonly count: number; readonly isFolded: boolean }): JSX.Element {
  return (
    <a class="fold" href={queried({ well: isFolded ? 'open' : undefined })} aria-expanded={!isFolded}>
      {words.wellFolded(count)} · <span class="link">{isFolded ? words.show : words.hide}</span>
    </a>
  )
}
