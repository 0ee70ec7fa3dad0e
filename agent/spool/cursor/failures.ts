import { sequenceOf } from '../reports/report-name.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'
import { acknowledgedIn } from './acknowledged.ts'
import { type Refusal, Refusals } from './refusals.ts'
import { Retries } from './retries.ts'

/** A report, or a part of one, that a receiver refused and that is not to be sent again. */
export interface ReceiverFailure {
  readonly refusal: Refusal
  readonly isAcknowledged: boolean
}

/** What a receiver other than the API refused, as far back as it is noted, oldest first. */
export async function failuresOf(folders: SpoolFolders, receiver: string): Promise<readonly ReceiverFailure[]> {
  const folder = receiverFolder(folders, receiver)
  const [refused, known] = [await new Refusals(folder).list(), await acknowledgedIn(folder)]
  // Read last: a report that is accepted meanwhile leaves the refused ones first.
  const retried = await new Retries(folders, receiver).numbers()
  return refused
    .filter(({ report }) => !retried.has(sequenceOf(report) ?? 0))
    .map((refusal) => ({ refusal, isAcknowledged: known.has(refusal.report) }))
}

/** How many reports these are, of which a person knows so many. */
export function countsOf(failures: readonly ReceiverFailure[]): {
  readonly failed: number
  readonly acknowledged: number
} {
  const namesOf = (some: readonly ReceiverFailure[]): ReadonlySet<string> =>
    new Set(some.map(({ refusal }) => refusal.report))
  return {
    failed: namesOf(failures).size,
    acknowledged: namesOf(failures.filter(({ isAcknowledged }) => isAcknowledged)).size,
  }
}
