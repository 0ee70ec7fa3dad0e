import { withTimesIn } from '../words/told-times.ts'
import { preferences } from './preferences.ts'

/** A sentence of the hub, with its times as the person wants them. */
export function hubSentence(sentence: string): string {
  return withTimesIn(preferences.value.times, sentence)
}
