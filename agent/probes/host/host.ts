import { join } from 'node:path'
import { isPresent } from '../../../lib/system/files/presence.ts'
import type { Probe, ProbeResult, ProbeTools, Verdict } from '../probe.ts'
import { type HostFinding, SILENT } from './host-finding.ts'
import { HOST_PARTS, type HostPart, type HostSettings, hostSettings } from './host-settings.ts'
import { KilledProcesses } from './killed.ts'
import { loadOf, memoryOf, swapOf } from './pressure.ts'
import { raidOf } from './raid.ts'
import { rebootOf } from './reboot.ts'

/** How the host is whose files are below `root`. What it does not have, a container for example, is passed over. */
export function hostIn(root: string): Probe<HostSettings> {
  const killed = new KilledProcesses()
  const parts: Readonly<
    Record<HostPart, (settings: HostSettings, tools: ProbeTools) => HostFinding | Promise<HostFinding>>
  > = {
    load: (settings) => loadOf(root, settings),
    memory: (settings) => memoryOf(root, settings),
    swap: (settings) => swapOf(root, settings),
    oom: (_, { elapsed }) => killed.look(root, elapsed()),
    reboot: () => rebootOf(root),
    raid: () => raidOf(root),
    clock: () => clockOf(root),
  }
  return {
    name: 'host',
    settings: hostSettings,
    usual: { interval: 300_000, limit: 10_000 },
    elsewhere: () => undefined,
    async run(settings, tools) {
      const wanted = settings.parts ?? HOST_PARTS
      const findings = await Promise.all(wanted.map(async (part) => parts[part](settings, tools)))
      const warned = wanted.filter((_, index) => findings[index]?.verdict === 'warning')
      const result = summed(findings)
      return { ...result, wantsReboot: result.verdict === 'warning' && warned.join() === 'reboot' }
    },
  }
}

/** systemd-timesyncd says by a file that it has set the clock; other programs are not asked. */
function clockOf(root: string): HostFinding {
  const folder = join(root, 'run/systemd/timesync')
  if (!isPresent(folder)) return SILENT
  const isSet = isPresent(join(folder, 'synchronized'))
  const gauges = [{ name: 'clock_synchronized', value: Number(isSet) }]
  if (isSet) return { verdict: 'ok', gauges }
  return { verdict: 'warning', text: 'systemd-timesyncd has not set the clock yet', gauges }
}

const ORDER: readonly Verdict[] = ['failed', 'warning', 'ok']

function summed(findings: readonly HostFinding[]): ProbeResult {
  const gauges = findings.flatMap((finding) => finding.gauges)
  const worstFirst = findings.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
  const told = worstFirst.map(({ text }) => text).filter((text) => text !== undefined)
  if (gauges.length === 0) return { verdict: 'unknown', text: 'Nothing of this host can be looked at', gauges }
  const text = told.length === 0 ? 'The host is as it should be' : told.join('; ')
  return { verdict: worstFirst[0]?.verdict ?? 'ok', text: text.charAt(0).toUpperCase() + text.slice(1), gauges }
}
