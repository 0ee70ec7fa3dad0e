import { messageOf } from '../../lib/system/errors.ts'
import { type Diagnosis, type Symptom, untold } from './diagnosis.ts'
import type { Examination } from './examination.ts'
import type { Patient } from './patient.ts'

/**
 * Does all examinations and says what each found, in their order. None takes longer than the patience of the patient,
 * and one that breaks off hides no other. Those that keep the process from everything else come last.
 */
export async function examined(patient: Patient, all: readonly Examination[]): Promise<readonly Diagnosis[]> {
  const [aside, blocking] = [all.filter(({ isBlocking }) => !isBlocking), all.filter(({ isBlocking }) => isBlocking)]
  const found = new Map<Examination, readonly Symptom[]>()
  await Promise.all(aside.map(async (each) => found.set(each, await seen(each, patient))))
  for (const each of blocking) found.set(each, await seen(each, patient))
  return all.flatMap((each) => (found.get(each) ?? []).map((symptom) => named(each, symptom)))
}

function named({ name }: Examination, symptom: Symptom): Diagnosis {
  return { name, ...symptom }
}

async function seen(examination: Examination, patient: Patient): Promise<readonly Symptom[]> {
  const late = Promise.withResolvers<readonly Symptom[]>()
  const seconds = Math.ceil(patient.patience / 1000)
  const timer = setTimeout(
    () => late.resolve([untold(`This could not be looked at within ${seconds} s.`)]),
    // What it runs is ended at its patience, and says more.
    patient.patience + GRACE,
  )
  try {
    return await Promise.race([examination.examine(patient), late.promise])
  } catch (error) {
    return [untold(`This could not be looked at: ${messageOf(error)}`)]
  } finally {
    clearTimeout(timer)
  }
}

/** Milliseconds. */
const GRACE = 2500
