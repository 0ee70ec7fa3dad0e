import type { Symptom } from './diagnosis.ts'
import type { Patient } from './patient.ts'

/** One thing that `doctor` looks at. */
export interface Examination {
  /** One or two words; people and scripts rely on them. */
  readonly name: string
  /** Whether it speaks with other hosts; `--offline` leaves it out. */
  readonly usesNetwork: boolean
  /** Whether it keeps this process from everything else meanwhile: it comes when all others are done. */
  readonly isBlocking?: true
  /** Looks, and changes nothing. May reject: then it is unknown how that is. */
  examine(patient: Patient): Promise<readonly Symptom[]>
}
