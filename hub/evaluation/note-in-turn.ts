import { type Evidence, isSuccess } from '../incidents/evidence.ts'
import { keyText } from '../incidents/gather.ts'
import { noteEvidence, type NewEvidence } from '../store/change/note-evidence.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'

/** So many incidents change in one transaction: reports wait while it lasts. */
const MOST_KEYS = 100

/**
 * Notes evidence in transactions that are short, though thousands of hosts may tell something at once. Steps are known
 * by their ids, so that a kill in between does no harm; what may only be counted must be noted together with how far
 * judging came, and so must all of its key. False if another evaluator was faster. What the store refuses for a reason
 * of its own, which is a bug, is left out and passed to `onFault`: nothing after it would ever be judged.
 */
export async function noteInTurn(
  store: Store,
  { evidence, state, ...input }: NewEvidence,
  onFault: (error: unknown) => void,
): Promise<boolean> {
  const keys = [...Map.groupBy(evidence, ({ key }) => keyText(key)).values()]
  const counted = keys.filter(isCounted)
  const steps = keys.filter((pieces) => !isCounted(pieces))
  const note = (pieces: readonly Evidence[], isPart: boolean): Promise<boolean> =>
    store.change(noteEvidence, { ...input, evidence: pieces, ...(isPart ? { isPart } : state && { state }) })
  try {
    while (steps.length + counted.length > MOST_KEYS && steps.length > 0)
      if (!(await note(steps.splice(0, MOST_KEYS).flat(), true))) return false
    return await note([...steps, ...counted].flat(), false)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    const faults = await noteEach(keys, (pieces) => note(pieces, true))
    const isNoted = await note([], false)
    for (const fault of faults) onFault(fault)
    return isNoted
  }
}

function isCounted(pieces: readonly Evidence[]): boolean {
  return pieces.some(({ step }) => step === null || isSuccess(step))
}

async function noteEach(
  keys: readonly (readonly Evidence[])[],
  note: (pieces: readonly Evidence[]) => Promise<boolean>,
): Promise<readonly unknown[]> {
  const faults: unknown[] = []
  for (const pieces of keys) {
    try {
      await note(pieces)
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      faults.push(error)
    }
  }
  return faults
}
