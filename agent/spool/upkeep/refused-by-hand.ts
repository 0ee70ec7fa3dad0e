import { join } from 'node:path'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { acknowledgedIn, saveAcknowledged } from '../cursor/acknowledged.ts'
import { type ReceiverFailure, failuresOf } from '../cursor/failures.ts'
import type { Refusal } from '../cursor/refusals.ts'
import { Retries } from '../cursor/retries.ts'
import { spoolNotices } from '../notices.ts'
import { receiverFolder } from '../spool-folders.ts'
import type { Hand } from './by-hand.ts'
import { noteChanges } from './change-log.ts'

/**
 * Lets reports that a receiver other than the API refused wait for it again; returns how many still existed. Safe while
 * the transmitter runs. Throws `ActionNeeded` if the change cannot be noted.
 */
export async function retryRefused(
  { folders, user, tell }: Hand,
  receiver: string,
  failures: readonly ReceiverFailure[],
): Promise<number> {
  const there = reportsIn(failures).filter(({ report }) => isPresent(join(folders.sealed, report)))
  const changes = there.map(({ report, reason }) => spoolNotices.reportRetried(report, reason, receiver))
  await noteChanges(folders.root, user, changes)
  const folder = receiverFolder(folders, receiver)
  const names = there.map(({ report }) => report)
  const known = await acknowledgedIn(folder)
  // First: after a crash in between, `status` still warns of the report.
  if (names.some((name) => known.has(name))) {
    await saveAcknowledged(
      folder,
      [...known].filter((name) => !names.includes(name)),
    )
  }
  await new Retries(folders, receiver).add(names)
  for (const change of changes) tell(change)
  return names.length
}

/**
 * Acknowledges reports that a receiver other than the API refused; returns how many were newly acknowledged. Throws
 * `ActionNeeded` if the change cannot be noted.
 */
export async function acknowledgeRefused(
  { folders, user, tell }: Hand,
  receiver: string,
  failures: readonly ReceiverFailure[],
): Promise<number> {
  const unknown = reportsIn(failures.filter(({ isAcknowledged }) => !isAcknowledged))
  if (unknown.length === 0) return 0
  const changes = unknown.map(({ report, reason }) => spoolNotices.reportAcknowledged(report, reason, receiver))
  await noteChanges(folders.root, user, changes)
  // What is not noted as refused any more is forgotten here, too.
  const known = (await failuresOf(folders, receiver)).filter(({ isAcknowledged }) => isAcknowledged)
  const names = [...reportsIn(known), ...unknown].map(({ report }) => report)
  await saveAcknowledged(receiverFolder(folders, receiver), names)
  for (const change of changes) tell(change)
  return unknown.length
}

/** The first refusal of each report: several parts of it may have been refused. */
function reportsIn(failures: readonly ReceiverFailure[]): readonly Refusal[] {
  const first = new Map<string, Refusal>()
  for (const { refusal } of failures) if (!first.has(refusal.report)) first.set(refusal.report, refusal)
  return [...first.values()]
}
