import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { useKeys } from '../state/keys.ts'
import { WORDS } from '../words/words.ts'
import { Menu } from './menu.tsx'

interface ExportMenuParts {
  /** The path of the API that exports. */
  readonly path: string
  /** What is exported. */
  readonly filters: URLSearchParams
  /** The class of its button: small beside filters. */
  readonly style?: string
}

/** All that fits, as a file. Each page that shows it has its key, and so find offers it there. */
export function ExportMenu({ path, filters, style = 'button small' }: ExportMenuParts): JSX.Element {
  const { exports: words } = WORDS
  const first = useRef<HTMLAnchorElement>(null)
  const open = (): void => {
    const menu = first.current?.closest('details')
    if (menu instanceof HTMLDetailsElement) menu.open = true
    first.current?.focus()
  }
  useKeys(WORDS.keys.here, [{ keys: 'e', words: words.key, run: open }])
  return (
    <Menu label={words.label} style={style}>
      {(['csv', 'ndjson'] as const).map((format, index) => (
        <a
          key={format}
          href={`${path}?${new URLSearchParams([...filters, ['format', format]])}`}
          download
          {...(index === 0 ? { ref: first } : {})}
        >
          {words[format]}
        </a>
      ))}
      <h2>{words.note}</h2>
    </Menu>
  )
}
