import { plainText } from '../../lib/text/plain-text.ts'

/** Cells as one line of CSV, quoted if they contain a space, a comma or a quote, as Perl's Text::CSV does. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\n`
}

/** A time (seconds since the epoch) as App::Spoor wrote it: `2019-04-18 11:48:30 +0000`. */
export function csvTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000`
}

function cell(text: string): string {
  const plain = plainText(text)
  return /[\s",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
