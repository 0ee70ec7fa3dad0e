import { type HostFinding, hostText, SILENT } from './host-finding.ts'
import type { HostSettings } from './host-settings.ts'

/** The load for each processor. Source: proc_loadavg(5), and the lines of proc_stat(5). */
export function loadOf(root: string, { load: most }: HostSettings): HostFinding {
  const [, five = ''] = hostText(root, 'proc/loadavg')?.split(' ') ?? []
  const processors = hostText(root, 'proc/stat')?.match(/^cpu\d/gm)?.length ?? 0
  const load = Number(five) / processors
  if (five === '' || !Number.isFinite(load)) return SILENT
  const gauges = [{ name: 'load_per_processor', value: load }]
  if (load <= most) return { verdict: 'ok', gauges }
  return { verdict: 'warning', text: `the load of each processor is ${load.toFixed(1)}`, gauges }
}

/** The memory that programs can still have. Source: proc_meminfo(5). */
export function memoryOf(root: string, { memory: least }: HostSettings): HostFinding {
  const [all = 0, available] = kibibytesIn(root, 'MemTotal', 'MemAvailable')
  if (all === 0 || available === undefined) return SILENT
  const share = available / all
  const gauges = [
    { name: 'memory_available_bytes', value: available * 1024 },
    { name: 'memory_available_ratio', value: share },
  ]
  if (share * 100 >= least) return { verdict: 'ok', gauges }
  return { verdict: 'warning', text: `${(share * 100).toFixed(1)} % of the memory is available`, gauges }
}

/** The swap that is used. */
export function swapOf(root: string, { swap: most }: HostSettings): HostFinding {
  const [all = 0, free] = kibibytesIn(root, 'SwapTotal', 'SwapFree')
  if (all === 0 || free === undefined) return SILENT
  const share = 1 - free / all
  const gauges = [{ name: 'swap_used_ratio', value: share }]
  if (share * 100 <= most) return { verdict: 'ok', gauges }
  return { verdict: 'warning', text: `${Math.round(share * 100)} % of the swap is used`, gauges }
}

function kibibytesIn(root: string, ...names: readonly string[]): readonly (number | undefined)[] {
  const lines = hostText(root, 'proc/meminfo')?.split('\n') ?? []
  return names.map((name) => {
    const line = lines.find((each) => each.startsWith(`${name}:`))
    return line === undefined ? undefined : Number.parseInt(line.slice(name.length + 1), 10) || 0
  })
}
