import type { JSX } from 'preact'
import { Command } from '../../parts/copy-button.tsx'
import { Mark } from '../../parts/mark.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { kindLabel } from '../../words/kind-words.ts'

/** The kinds of events that nothing on a host is set up to tell; null if its agent does not say. */
export function NeverTold({ never }: { readonly never: readonly string[] | null }): JSX.Element | null {
  if (never === null) return <p class="sheet block soft">{words.neverUnknown}</p>
  if (never.length === 0) return null
  return (
    <details class="sheet block never">
      <summary>
        <Mark name="never" /> {words.neverTells(never.length)}
      </summary>
      <p class="soft">{words.neverHint}</p>
      <Command text="spoor-agent check" />
      <ul class="never-kinds">
        {never.map((kind) => (
          <li key={kind}>{kindLabel(kind)}</li>
        ))}
      </ul>
    </details>
  )
}
