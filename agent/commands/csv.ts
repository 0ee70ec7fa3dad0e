import { plainText } from '../../lib/text/plain-text.ts'

/** Cells as one line of CSV, quoted if they contain a space, a comma or a quote, as Perl's Text::CSV does. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\n`
}

function cell(text: string): string {
  const plain = plainText(text)
  return /[\s",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
