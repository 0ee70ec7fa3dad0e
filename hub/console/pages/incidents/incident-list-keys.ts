import { useKeys } from '../../state/keys.ts'
import { me } from '../../state/session.ts'
import { INCIDENT_LIST_WORDS } from '../../words/incident-list-words.ts'
import { INCIDENT_PAGE_WORDS } from '../../words/incident-page-words.ts'
import { WORDS } from '../../words/words.ts'

/** What the keys of the list do with a row. */
interface ListKeys {
  readonly claim: (id: number) => void
  readonly toggle: (id: number) => void
  readonly toggleAll: () => void
  readonly showNew: () => void
}

/** The keys of the list of incidents; who may not judge has none to do so. */
export function useListKeys({ claim, toggle, toggleAll, showNew }: ListKeys): void {
  const { keys } = WORDS
  const { keys: words } = INCIDENT_LIST_WORDS
  const withRow = (act: (id: number) => void) => () => {
    const id = rowUnder()?.dataset['incident']
    if (id !== undefined) act(Number(id))
  }
  const judging = [
    { keys: 'c', words: INCIDENT_PAGE_WORDS.keys.claim, run: withRow(claim), inBar: true },
    { keys: 'x', words: words.select, run: withRow(toggle), inBar: true },
    { keys: 'a', words: words.selectAll, run: toggleAll },
  ]
  useKeys(keys.here, [
    { keys: 'j', words: keys.down, run: () => moveRow(1), inBar: true },
    { keys: 'k', words: keys.up, run: () => moveRow(-1), inBar: true },
    { keys: 'Enter', words: words.open, run: openRow, inBar: true },
    ...(me.peek()?.rights.judge === true ? judging : []),
    { keys: 'n', words: keys.showNew, run: showNew, inBar: true },
  ])
}

/** The row that a letter acts on: that with the focus, or else that under the hand. */
function rowUnder(): HTMLElement | null {
  return document.querySelector('.listed:focus-within') ?? document.querySelector('.listed:hover')
}

function openRow(): void {
  rowUnder()?.querySelector<HTMLElement>('.listed-open')?.click()
}

function moveRow(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.listed')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
  row?.querySelector<HTMLElement>('.listed-open')?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
}
