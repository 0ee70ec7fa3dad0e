import { KINDS } from './catalogue.ts'
import { type AnyKind, HUB_KINDS } from './hub-kinds.ts'

/**
 * The kinds that a word names, also those that only the hub tells: one kind, or with a * at its end all that begin so;
 * empty if there are none.
 */
export function kindsLike(word: string): readonly AnyKind[] {
  const [start = ''] = word.split('*')
  return [...KINDS, ...HUB_KINDS].filter((kind) => (word === `${start}*` ? kind.startsWith(start) : kind === word))
}
