import { useKeys } from '../../state/keys.ts'
import { goTo } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { me } from '../../state/session.ts'
import { NOW_WORDS } from '../../words/now-words.ts'
import { WORDS } from '../../words/words.ts'

/** The row that a letter acts on: that with the focus, or else that under the hand. */
function rowNow(): HTMLElement | null {
  return document.querySelector('.now-row:focus-within') ?? document.querySelector('.now-row:hover')
}

function move(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.now-row')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))]
  row?.querySelector<HTMLElement>('.now-open')?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
}

function idOf(row: HTMLElement | null): number | undefined {
  const id = row?.dataset['incident']
  return id === undefined ? undefined : Number(id)
}

/** The keys of the first page; who may not judge has none to do so. */
export function useNowKeys({ claim, renew }: { claim: (incident: number) => void; renew: () => void }): void {
  const { keys } = WORDS
  const withRow = (act: (id: number, row: HTMLElement) => void) => () => {
    const row = rowNow()
    const id = idOf(row)
    if (id !== undefined && row !== null) act(id, row)
  }
  const snooze = withRow((_, row) => {
    const menu = row.querySelector('.snooze details')
    if (!(menu instanceof HTMLDetailsElement)) return
    menu.open = true
    menu.querySelector('button')?.focus()
  })
  const open = withRow((id) => goTo(pathTo('incident', { id: String(id) })))
  const mayJudge = me.peek()?.rights.judge === true
  useKeys(keys.here, [
    { keys: 'j', words: keys.down, run: () => move(1), inBar: true },
    { keys: 'k', words: keys.up, run: () => move(-1), inBar: true },
    { keys: 'Enter', words: NOW_WORDS.keys.open, run: open, inBar: true },
    ...(mayJudge
      ? [
          { keys: 'c', words: NOW_WORDS.keys.claim, run: withRow((id) => claim(id)), inBar: true },
          { keys: 'z', words: NOW_WORDS.keys.snooze, run: snooze, inBar: true },
        ]
      : []),
    { keys: 'n', words: keys.showNew, run: renew, inBar: true },
  ])
}
