import { type Kind, KINDS } from './catalogue.ts'

/** The kinds that a word names: one kind, or with a * at its end all that begin so; empty if there are none. */
export function kindsLike(word: string): readonly Kind[] {
  const [start = ''] = word.split('*')
  return KINDS.filter((kind) => (word === `${start}*` ? kind.startsWith(start) : kind === word))
}
