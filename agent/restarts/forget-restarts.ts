import type { RestartPlaces } from './restart-places.ts'
import { lockRestarts, readRestarts, saveRestarts } from './restart-record.ts'

/** Lets a service that was given up be restarted again; false if nothing was known of it. */
export async function forgetRestarts({ record }: Pick<RestartPlaces, 'record'>, target: string): Promise<boolean> {
  const lock = await lockRestarts(record)
  try {
    const { targets, ...rest } = await readRestarts(record)
    const { [target]: known, ...others } = targets
    if (known !== undefined) await saveRestarts(record, { ...rest, targets: others })
    return known !== undefined
  } finally {
    await lock.release()
  }
}
