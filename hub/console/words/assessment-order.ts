import type { AssessmentWord } from '../../contract/event-contract.ts'

/** What can be said of an incident, from one end to the other, in the order of the keys 1 to 5; null is nothing. */
export const ASSESSMENT_ORDER = [
  'confirmed_benign',
  'probably_benign',
  null,
  'probably_malicious',
  'confirmed_malicious',
] as const satisfies readonly (AssessmentWord | null)[]
