import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { Menu } from '../../parts/menu.tsx'
import { useKeys } from '../../state/keys.ts'
import { STATISTICS_WORDS } from '../../words/statistics-words.ts'
import { WORDS } from '../../words/words.ts'
import { totalsCsv } from './totals-csv.ts'

const { export: words } = STATISTICS_WORDS

interface TotalsExportParts {
  /** The path of the API that answered. */
  readonly path: string
  readonly answer: TotalsAnswer | undefined
}

/** The numbers of the page as a file: what the API answered, or the same as lines. */
export function TotalsExport({ path, answer }: TotalsExportParts): JSX.Element {
  const first = useRef<HTMLAnchorElement>(null)
  const open = (): void => {
    const menu = first.current?.closest('details')
    if (menu instanceof HTMLDetailsElement) menu.open = true
    first.current?.focus()
  }
  useKeys(WORDS.keys.here, [{ keys: 'e', words: WORDS.exports.key, run: open }])
  const name = `spoor-${answer?.kind ?? 'totals'}`
  return (
    <Menu label={WORDS.exports.label} style="button small">
      <a
        href="#csv"
        ref={first}
        download={`${name}.csv`}
        onClick={({ currentTarget }) => answer !== undefined && giveFile(currentTarget, totalsCsv(answer))}
      >
        {words.csv}
      </a>
      <a href={path} download={`${name}.json`}>
        {words.json}
      </a>
      <h2>{words.note}</h2>
    </Menu>
  )
}

/** Lets a link that was clicked lead to a file; the browser has it a moment later. */
function giveFile(link: HTMLAnchorElement, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.href = address
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
