import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { WORDS } from '../words/words.ts'
import type { Problem } from './problem.ts'

const { deed: words } = INCIDENT_WORDS

/** Why something was not done; of what the hub did not answer nobody knows. */
export function refusalWords({ code, fault, said }: Problem): string {
  if (code === 0) return words.unknown
  return words.notDone(said === '' ? WORDS.states.titles[fault] : said)
}
