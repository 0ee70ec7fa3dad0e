import { plainText } from './plain-text.ts'

/** What a spreadsheet would run as a formula; ids may begin with a minus. */
const FORMULA = /^(?:[=+@]|-(?![\w-]*$))/

/**
 * Cells as one line of CSV, quoted if they contain a space, a comma or a quote, as Perl's Text::CSV does. Before what
 * looks like a formula, which a stranger may have written as his name, stands an apostrophe.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\n`
}

function cell(text: string): string {
  const plain = plainText(text).replace(FORMULA, "'$&")
  return /[\s",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
