import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { Gauge, Probe, ProbeResult, Verdict } from '../probe.ts'
import { surveyHere, type SurveyPlaces } from '../survey/survey-places.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { type DiskSettings, diskSettings } from './disk-settings.ts'
import { isBehind, masksIn } from './masks.ts'
import { type Mounted, mountedIn } from './mounted.ts'
import { type Thresholds, thresholdsFor } from './thresholds.ts'
import { hiddenDisks } from './told-disks.ts'
import { type AskedDisk, AskedDisks, type AskStatfs } from './usage.ts'

/** The most file systems that are told by numbers. */
const MOST = 24

/** What was over a threshold is so until it is so much below. */
const CLEAR = 0.02

/** How full the disks of the host are whose files are below `root`; root tells of those that are hidden from here. */
export function diskIn(
  root: string,
  ask: AskStatfs = statfs,
  survey: () => SurveyPlaces | undefined = surveyHere,
): Probe<DiskSettings> {
  const disks = new AskedDisks(ask)
  const raised = new Set<string>()
  return {
    name: 'disk',
    settings: diskSettings,
    usual: { interval: 300_000, limit: 10_000 },
    elsewhere: () => undefined,
    async run(settings, tools) {
      const sight = sightOf(root)
      if (typeof sight === 'string') return { verdict: 'unknown', text: sight }
      const limits = thresholdsFor(settings, root)
      const seen = visibleIn(sight, settings).map(
        async (path) => [path, await askedOf(disks, path, tools.signal)] as const,
      )
      const hidden = await hiddenDisks(sight.masks, settings, survey(), tools).catch(unseen)
      const told = 'verdict' in hidden ? [] : [...hidden]
      const findings = [...(await Promise.all(seen)), ...told].map(([path, asked]) =>
        findingOf(path, asked, limits, raised),
      )
      return summed(
        [...findings, ...('verdict' in hidden ? [hidden] : [])].filter((finding) => finding !== undefined),
        settings,
      )
    },
  }
}

/** What this process sees of the disks: what is mounted, and what is hidden from it. */
interface Sight {
  readonly mounted: readonly Mounted[]
  readonly masks: readonly string[]
}

/** In words, why nothing is seen. */
function sightOf(root: string): Sight | string {
  try {
    const { text } = readRegularFileSync(join(root, 'proc/self/mountinfo'), { most: 16 * 1024 * 1024 })
    return { mounted: mountedIn(text), masks: masksIn(text) }
  } catch (error) {
    return `/proc/self/mountinfo cannot be read (${codeOf(error) ?? 'no code'})`
  }
}

/** The mount points that are looked at from here. */
function visibleIn({ mounted, masks }: Sight, { mounts, exclude = [], network }: DiskSettings): readonly string[] {
  const usual = mounted.filter(({ isRemote }) => network === 'true' || !isRemote).map(({ path }) => path)
  const wanted = mounts ?? usual.filter((path) => !exclude.includes(path))
  return wanted.filter((path) => !isBehind(masks, path))
}

/** What it means that root does not tell of what is hidden. */
function unseen(error: unknown): DiskFinding {
  const { text } = resultOfFault(error)
  return { verdict: 'unknown', fullest: 0, text: `hidden disks are not known: ${text}`, gauges: [] }
}

async function askedOf(disks: AskedDisks, path: string, signal: AbortSignal): Promise<AskedDisk> {
  try {
    return await disks.usageOf(path, signal)
  } catch {
    return 'gone'
  }
}

interface DiskFinding {
  readonly verdict: Verdict
  readonly fullest: number
  readonly text: string
  readonly gauges: readonly Gauge[]
}

function findingOf(mount: string, asked: AskedDisk, limits: Thresholds, raised: Set<string>): DiskFinding | undefined {
  const path = said(Buffer.from(mount), 80)
  const without = { fullest: 0, gauges: [] }
  if (asked === undefined) return undefined
  if (asked === 'silent') return { ...without, verdict: 'failed', text: `${path} does not answer` }
  // Between two looks it was unmounted, or this process may not see it.
  if (asked === 'gone') return { ...without, verdict: 'unknown', text: `${path} cannot be looked at` }
  const { bytes, inodes = 0 } = asked
  const fullest = Math.max(bytes, inodes)
  const isOver = (limit: number): boolean => isRaised(raised, `${path} ${limit}`, fullest, limit)
  // Both are asked: each remembers for itself.
  const [isWarning, isCritical] = [isOver(limits.warning), isOver(limits.critical)]
  const verdict = isCritical ? 'failed' : isWarning ? 'warning' : 'ok'
  const text = `${path} is ${percent(fullest)} full${inodes > bytes ? ' of inodes' : ''}`
  const of = { mount: path }
  const gauges = [
    { name: 'used_ratio', value: bytes, of },
    ...(asked.inodes === undefined ? [] : [{ name: 'inodes_used_ratio', value: asked.inodes, of }]),
  ]
  return { verdict, fullest, text, gauges }
}

function isRaised(raised: Set<string>, key: string, share: number, limit: number): boolean {
  const isOver = share > limit - (raised.has(key) ? CLEAR : 0)
  if (isOver) raised.add(key)
  else raised.delete(key)
  return isOver
}

const ORDER: readonly Verdict[] = ['failed', 'warning', 'unknown', 'ok']

function summed(findings: readonly DiskFinding[], { mounts }: DiskSettings): ProbeResult {
  const worstFirst = findings.toSorted(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) || b.fullest - a.fullest,
  )
  const [worst] = worstFirst
  if (worst === undefined)
    return { verdict: 'unknown', text: mounts === undefined ? 'No disk is mounted' : 'No disk is there' }
  const told = worstFirst.filter(({ verdict }) => verdict !== 'ok').slice(0, 4)
  const gauges = worstFirst.slice(0, MOST).flatMap((finding) => finding.gauges)
  const text = told.length === 0 ? `${worst.text}, the others less` : told.map((finding) => finding.text).join(', ')
  return { verdict: worst.verdict, text: findings.length === 1 ? worst.text : text, gauges }
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}
