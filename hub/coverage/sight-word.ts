import type { SightWord } from '../contract/coverage-contract.ts'

/**
 * How well something is seen, the worst first: not at all; with a delay; with lost lines; nobody knows, as a host has
 * not said what it reads; read, but without an event for a day; with one. `never`: nobody is configured to tell it.
 */
export const SIGHT_WORDS = [
  'blind',
  'late',
  'gap',
  'unknown',
  'quiet',
  'seen',
  'never',
] as const satisfies readonly SightWord[]

/** How well something is seen, since when, and why, in words; empty where all is well. */
export interface Sight {
  readonly word: SightWord
  /** In seconds; null where nobody knows, or all is well. */
  readonly since: number | null
  readonly why: string
}

/** Whether somebody should look why. */
export function isFault({ word }: Pick<Sight, 'word'>): boolean {
  return word === 'blind' || word === 'late' || word === 'gap' || word === 'unknown'
}

/** The worst of them; the first among equals. */
export function worstOf(sights: readonly Sight[]): Sight | undefined {
  return sights.toSorted((one, other) => SIGHT_WORDS.indexOf(one.word) - SIGHT_WORDS.indexOf(other.word))[0]
}
