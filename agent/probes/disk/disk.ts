import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { Gauge, Probe, ProbeResult, Verdict } from '../probe.ts'
import { said } from '../wire/said.ts'
import { type DiskSettings, diskSettings } from './disk-settings.ts'
import { type Mounted, mountedIn } from './mounted.ts'
import { type Thresholds, thresholdsFor } from './thresholds.ts'
import { AskedDisks, type AskStatfs, type DiskUsage } from './usage.ts'

/** The most file systems that are told by numbers. */
const MOST = 24

/** What was over a threshold is so until it is so much below. */
const CLEAR = 0.02

/** How full the disks of the host are whose files are below `root`. */
export function diskIn(root: string, ask: AskStatfs = statfs): Probe<DiskSettings> {
  const disks = new AskedDisks(ask)
  const raised = new Set<string>()
  return {
    name: 'disk',
    settings: diskSettings,
    usual: { interval: 300_000, limit: 10_000 },
    elsewhere: () => undefined,
    async run(settings, { signal }) {
      const mounts = wantedIn(root, settings)
      if (typeof mounts === 'string') return { verdict: 'unknown', text: mounts }
      const limits = thresholdsFor(settings, root)
      const findings = await Promise.all(
        mounts.map(async (mounted) => findingOf(mounted, await askedOf(disks, mounted, signal), limits, raised)),
      )
      return summed(
        findings.filter((finding) => finding !== undefined),
        settings,
      )
    },
  }
}

/** What is looked at; in words, why nothing can be. */
function wantedIn(root: string, { mounts, exclude = [], network }: DiskSettings): readonly Mounted[] | string {
  let all: readonly Mounted[]
  try {
    const { text } = readRegularFileSync(join(root, 'proc/self/mountinfo'), { most: 16 * 1024 * 1024 })
    all = mountedIn(text)
  } catch (error) {
    return `/proc/self/mountinfo cannot be read (${codeOf(error) ?? 'no code'})`
  }
  if (mounts === undefined)
    return all.filter(({ path, isRemote }) => !exclude.includes(path) && (network === 'true' || !isRemote))
  return mounts.map((path) => all.find((each) => each.path === path) ?? { path, type: '', source: '', isRemote: false })
}

type Asked = DiskUsage | 'silent' | 'gone' | undefined

async function askedOf(disks: AskedDisks, { path }: Mounted, signal: AbortSignal): Promise<Asked> {
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

function findingOf(mounted: Mounted, asked: Asked, limits: Thresholds, raised: Set<string>): DiskFinding | undefined {
  const path = said(Buffer.from(mounted.path), 80)
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
