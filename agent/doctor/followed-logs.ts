import { stat } from 'node:fs/promises'
import type { Loaded } from '../config/load.ts'
import type { Driver } from '../drivers/driver.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { readerOf } from '../sources/sources.ts'

/** A log that is there. */
export interface FollowedLog {
  readonly source: string
  readonly path: string
  readonly driver: Driver
  readonly zone: string | undefined
  readonly size: number
  /** When it was last written, in milliseconds since the epoch. */
  readonly mtimeMs: number
}

/** Of a pattern so many logs are looked at. */
const MOST_OF_PATTERN = 20

/** The logs of a configuration that are there, and that this user may look at. */
export async function followedLogs({ config }: Pick<Loaded, 'config'>): Promise<readonly FollowedLog[]> {
  const logs = config.followers.map(async (follower) => {
    const { source, path, zone, excludes } = follower
    const paths = isPattern(path)
      ? await discover(path, { excludes }).then(
          (matched) => matched.paths.slice(0, MOST_OF_PATTERN),
          () => [],
        )
      : [path]
    const seen = paths.map(async (each) => {
      const stats = await stat(each).catch(() => undefined)
      if (stats?.isFile() !== true) return []
      return [{ source, path: each, driver: readerOf(follower), zone, size: stats.size, mtimeMs: stats.mtimeMs }]
    })
    return (await Promise.all(seen)).flat()
  })
  return (await Promise.all(logs)).flat()
}
