import type { JSX } from 'preact'
import { Mark, type MarkName } from '../../parts/mark.tsx'
import { HOSTS_WORDS } from '../../words/hosts-words.ts'
import { type CellWord, wantsLook } from './cell.ts'

const MARKS: Readonly<Record<CellWord, MarkName>> = {
  seen: 'dot',
  quiet: 'quiet',
  late: 'late',
  gap: 'gap',
  blind: 'blind',
  never: 'never',
  unknown: 'unknown',
}

/** The mark of how well a source is seen. */
export function SightMark({ word }: { readonly word: CellWord }): JSX.Element {
  return <Mark name={MARKS[word]} />
}

/** How well a source is seen, as a mark and a word. */
export function SightWordMark({ word }: { readonly word: CellWord }): JSX.Element {
  return (
    <span class={wantsLook(word) ? `sight is-${word}` : 'sight'}>
      <SightMark word={word} /> {HOSTS_WORDS.words[word]}
    </span>
  )
}
