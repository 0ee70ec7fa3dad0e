import { type Lock, takeLock } from '../../../lib/system/processes/lock.ts'

/** An embedded store has one hub; commands that only ask or change something work beside it. */
export function lockStore(folder: string): Promise<Lock> {
  return takeLock(folder, 'hub', 'store')
}
