/** Moves the focus among the first links of a table's rows. */
export function stepThroughLinks(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('.table .to')]
  const at = links.findIndex((link) => link === document.activeElement)
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
}
