/** Focuses the link of a row, or the button of a fold. */
export function focusRow(row: number): void {
  const link = document.querySelector<HTMLElement>(`[data-row="${row}"] :is(a, .fold)`)
  link?.focus({ preventScroll: true })
  link?.scrollIntoView({ block: 'nearest' })
}
