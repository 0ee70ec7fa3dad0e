import { PAGE_WORDS } from '../../words/page-words.ts'
import { shellQuoted } from '../../words/shell-quoted.ts'

/** Where the line stands that an event was read from, and the command that prints it there. */
export interface Proof {
  readonly place: string
  readonly command: string
}

/** The proof in the fields of an event; undefined if it was told without. */
export function proofOf(fields: Readonly<Record<string, string | number>>): Proof | undefined {
  const { log, offset } = fields
  if (typeof log !== 'string' || typeof offset !== 'number') return undefined
  const place = `${log}, ${PAGE_WORDS.events.byte(String(offset))}`
  return { place, command: `tail -c +${offset + 1} ${shellQuoted(log)} | head -n 1` }
}
