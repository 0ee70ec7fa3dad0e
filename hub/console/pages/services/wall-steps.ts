/** The links of the wall by rows: each row begins with its host. Bands and rows without links are left out. */
function linksByRow(): readonly (readonly (HTMLElement | undefined)[])[] {
  return [...document.querySelectorAll<HTMLTableRowElement>('.wall tbody tr, .table.of-checks tbody tr')]
    .map((row) => [...row.cells].map((cell) => cell.querySelector('a') ?? undefined))
    .filter((links) => links.some((link) => link !== undefined && isSeen(link)))
}

function isSeen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0
}

/** Moves the focus by rows and cells; a cell without a check is passed over. */
export function stepInWall(down: number, across: number): void {
  const rows = linksByRow()
  const { activeElement } = document
  const at = rows.findIndex((links) => links.some((link) => link === activeElement))
  if (at === -1) return void focusOn(rows[0]?.find((link) => link !== undefined))
  const column = rows[at]?.findIndex((link) => link === activeElement) ?? 0
  if (across !== 0) return focusAcross(rows[at] ?? [], column, across)
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + down))] ?? []
  // The cell below, or the nearest before it.
  for (let cell = column; cell >= 0; cell -= 1) if (focusOn(next[cell])) return
  for (const link of next) if (focusOn(link)) return
}

function focusAcross(links: readonly (HTMLElement | undefined)[], from: number, by: number): void {
  for (let cell = from + by; cell >= 0 && cell < links.length; cell += by) if (focusOn(links[cell])) return
}

/** Whether there was one to focus. */
function focusOn(link: HTMLElement | undefined): boolean {
  if (link === undefined || !isSeen(link)) return false
  link.focus({ preventScroll: true })
  link.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return true
}

const STEPS: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

/** Lets the arrows move the focus within the wall. */
export function stepByArrows(event: KeyboardEvent): void {
  const step = STEPS[event.key]
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  event.preventDefault()
  stepInWall(...step)
}
