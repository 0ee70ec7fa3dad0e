import type { JSX } from 'preact'
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

/** All that fits, as a file. */
export function ExportMenu({ path, filters, style = 'button small' }: ExportMenuParts): JSX.Element {
  const { exports: words } = WORDS
  return (
    <Menu label={words.label} style={style}>
      {(['csv', 'ndjson'] as const).map((format) => (
        <a key={format} href={`${path}?${new URLSearchParams([...filters, ['format', format]])}`} download>
          {words[format]}
        </a>
      ))}
      <h2>{words.note}</h2>
    </Menu>
  )
}
