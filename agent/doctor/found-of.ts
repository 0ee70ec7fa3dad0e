import type { Finding } from '../check/finding.ts'
import { type Symptom, untold, unwell, well } from './diagnosis.ts'
import type { OwnCheck } from './own-check.ts'
import { advisedIn } from './typed-command.ts'

/** Why a finding matters that is not well, and what to type where its sentence does not say. */
export interface Meaning {
  readonly why: string
  readonly remedy: readonly string[]
}

/** What is said of these findings of `check`; unknown where it said nothing. */
export function symptomsOf(
  checked: OwnCheck,
  isMeant: (check: string) => boolean,
  meaning: (finding: Finding) => Meaning,
): readonly Symptom[] {
  if ('reason' in checked) return [untold(`${checked.reason.replace(/\.$/, '')}.`, 'spoor-agent check')]
  return checked.findings.filter(({ check }) => isMeant(check)).map((finding) => symptomOf(finding, meaning(finding)))
}

/** Checks whose sentences name only what root has named. In that of a log stand names that an account has chosen. */
const TRUSTED: ReadonlySet<string> = new Set([
  'configuration',
  'user',
  'placeholder',
  'secret',
  'authorities',
  'certificate',
  'proxy',
  'spool',
  'runtime',
])

function symptomOf({ check, state, text }: Finding, { why, remedy }: Meaning): Symptom {
  if (state === 'ok') return well(`${text}.`)
  const advised = TRUSTED.has(check) ? advisedIn(text) : { what: text, remedy: [] }
  return unwell(state, advised.what, why, advised.remedy.length > 0 ? advised.remedy : remedy)
}
