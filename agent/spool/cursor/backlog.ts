import { namesIn } from '../reports/ordered-names.ts'
import { sequenceOf } from '../reports/report-name.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'
import { ReceiverCursor } from './cursor.ts'
import { Retries } from './retries.ts'

/** Whether a receiver other than the API still needs the report of a number, as its cursor was saved last. */
export type Needs = (number: number) => boolean

/** What a receiver needs; nothing before it is opened for the first time, and everything if its cursor is damaged. */
export async function needsOf(folders: SpoolFolders, receiver: string): Promise<Needs> {
  const cursor = await ReceiverCursor.read(receiverFolder(folders, receiver))
  if (cursor === undefined) return () => false
  if (cursor === 'damaged') return () => true
  const retried = await new Retries(folders, receiver).numbers()
  return (number) => !cursor.isSettled(number) || retried.has(number)
}

/** What any of some receivers other than the API needs. */
export async function needsOfAny(folders: SpoolFolders, receivers: readonly string[]): Promise<Needs> {
  const needs = await Promise.all(receivers.map((name) => needsOf(folders, name)))
  return (number) => needs.some((isNeeded) => isNeeded(number))
}

/** The names of the reports that wait for a receiver other than the API, oldest first. */
export async function* backlogOf(folders: SpoolFolders, receiver: string): AsyncGenerator<string, void, void> {
  const needs = await needsOf(folders, receiver)
  for await (const name of namesIn(folders.sealed)) if (needs(sequenceOf(name) ?? 0)) yield name
}
