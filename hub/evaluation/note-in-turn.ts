import { type Evidence, isSuccess } from '../incidents/evidence.ts'
import { keyText } from '../incidents/gather.ts'
import { noteEvidence, type NewEvidence } from '../store/change/note-evidence.ts'
import { tryEvidence } from '../store/change/try-evidence.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'

/** So many incidents change in one transaction: reports wait while it lasts. */
const MOST_KEYS = 100

/**
 * Notes evidence in transactions that are short, though thousands of hosts may tell something at once. Steps are known
 * by their ids, so that a kill in between does no harm; what may only be counted must be noted together with how far
 * judging came, and so must all of its key. False if another evaluator was faster. What the store refuses for a reason
 * of its own, which is a bug, is left out and passed to `onFault`: nothing after it would ever be judged. What may only
 * be counted is tried before, to find what to leave out: noted alone, it would count again after a kill.
 */
export async function noteInTurn(
  store: Store,
  { evidence, state, ...input }: NewEvidence,
  onFault: (error: unknown) => void,
): Promise<boolean> {
  const keys = [...Map.groupBy(evidence, ({ key }) => keyText(key)).values()]
  const counted = keys.filter(isCounted)
  const steps = keys.filter((pieces) => !isCounted(pieces))
  const left = [...steps]
  const note = (pieces: readonly Evidence[], isPart: boolean): Promise<boolean> =>
    store.change(noteEvidence, { ...input, evidence: pieces, ...(isPart ? { isPart } : state && { state }) })
  try {
    while (left.length + counted.length > MOST_KEYS && left.length > 0)
      if (!(await note(left.splice(0, MOST_KEYS).flat(), true))) return false
    return await note([...left, ...counted].flat(), false)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    const faults = new Faults()
    for (const pieces of steps) await faults.of(() => note(pieces, true))
    const fit: (readonly Evidence[])[] = []
    for (const pieces of counted)
      if (await faults.of(() => store.change(tryEvidence, { ...input, evidence: pieces, isPart: true })))
        fit.push(pieces)
    const isNoted = await note(fit.flat(), false)
    for (const fault of faults.all) onFault(fault)
    return isNoted
  }
}

function isCounted(pieces: readonly Evidence[]): boolean {
  return pieces.some(({ step }) => step === null || isSuccess(step))
}

/** What the store refuses for reasons of its own. */
class Faults {
  readonly all: unknown[] = []

  /** Whether a change can be made. Rejects with `StoreUnavailable`. */
  async of(change: () => Promise<unknown>): Promise<boolean> {
    try {
      await change()
      return true
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      this.all.push(error)
      return false
    }
  }
}
