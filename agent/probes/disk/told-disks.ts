import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { ProbeTools } from '../probe.ts'
import type { SurveyPlaces } from '../survey/survey-places.ts'
import { surveyed } from '../survey/surveyed.ts'
import type { DiskSettings } from './disk-settings.ts'
import { isBehind } from './masks.ts'
import { mountedIn } from './mounted.ts'
import { type AskedDisk, AskedDisks, type AskStatfs } from './usage.ts'

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** The most disks that are told; no host has so many. */
const MOST = 1000

/** What root tells of disks of the host, by where they are mounted; one without numbers does not answer. */
const DISKS = v.pipe(
  v.array(
    v.object({
      path: v.string(),
      usage: v.optional(v.object({ bytes: share, inodes: v.optional(share) })),
    }),
  ),
  v.maxLength(MOST),
)

type ToldDisk = v.InferOutput<typeof DISKS>[number]

const [MINUTE, HOUR] = [60_000, 3_600_000]

/** What root tells of the disks of this host, but for those on other machines. */
export async function surveyedDisks(
  root: string,
  { signal }: Pick<ProbeTools, 'signal'>,
  ask: AskStatfs = statfs,
): Promise<readonly ToldDisk[]> {
  const { text } = readRegularFileSync(join(root, 'proc/self/mountinfo'), { most: 16 * 1024 * 1024 })
  const disks = new AskedDisks(ask)
  const local = mountedIn(text)
    .filter(({ isRemote }) => !isRemote)
    .slice(0, MOST)
  const told = await Promise.all(
    local.map(async ({ path }): Promise<ToldDisk | undefined> => {
      const usage = await disks.usageOf(path, signal).catch(() => undefined)
      return usage === 'silent' ? { path } : usage && { path, usage }
    }),
  )
  return told.filter((disk) => disk !== undefined)
}

/**
 * The disks that are hidden from this process by masks, and wanted, as root tells of them; nobody can say more than
 * `gone` where root is not asked. Throws a `ProbeFault`.
 */
export async function hiddenDisks(
  masks: readonly string[],
  { mounts, exclude = [] }: Pick<DiskSettings, 'mounts' | 'exclude'>,
  places: SurveyPlaces | undefined,
  tools: ProbeTools,
): Promise<ReadonlyMap<string, AskedDisk>> {
  const named = mounts?.filter((path) => isBehind(masks, path))
  if (masks.length === 0 || named?.length === 0) return new Map()
  const told = places === undefined ? new Map<string, AskedDisk>() : await toldBehind(masks, places, tools)
  return named === undefined
    ? new Map([...told].filter(([path]) => !exclude.includes(path)))
    : new Map(named.map((path) => [path, told.get(path) ?? 'gone']))
}

async function toldBehind(
  masks: readonly string[],
  places: SurveyPlaces,
  tools: ProbeTools,
): Promise<ReadonlyMap<string, AskedDisk>> {
  const behind = (disks: readonly ToldDisk[]): readonly ToldDisk[] => disks.filter(({ path }) => isBehind(masks, path))
  // Most hosts have none there, and get none from one minute to the next.
  const fresh = (disks: readonly ToldDisk[]): number => (behind(disks).length > 0 ? MINUTE : HOUR)
  const wish = { kind: 'disk', schema: DISKS, patience: 5000, oldest: 2 * HOUR, fresh }
  const disks = behind(await surveyed(wish, places, tools))
  return new Map(
    disks.map(({ path, usage }) => [path, usage === undefined ? 'silent' : { inodes: undefined, ...usage }]),
  )
}
