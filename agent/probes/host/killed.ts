import { type HostFinding, hostText, SILENT } from './host-finding.ts'

/** Milliseconds for which it is told that the kernel has ended processes. */
const TOLD_FOR = 3_600_000

/** Notices that the kernel ends processes for want of memory: from one look to the next the counter has risen. */
export class KilledProcesses {
  #count: number | undefined
  #rises: readonly { readonly at: number; readonly by: number }[] = []

  /** What the counter says now (`oom_kill` in /proc/vmstat, Linux 4.13); `now` on a clock that never steps. */
  look(root: string, now: number): HostFinding {
    const [, digits] = /^oom_kill (\d{1,15})$/m.exec(hostText(root, 'proc/vmstat') ?? '') ?? []
    if (digits === undefined) return SILENT
    const count = Number(digits)
    const by = count - (this.#count ?? count)
    this.#count = count
    // A minute has at most one look: the list is short.
    this.#rises = [...this.#rises, ...(by > 0 ? [{ at: now, by }] : [])].filter(({ at }) => now - at < TOLD_FOR)
    const lately = this.#rises.reduce((sum, rise) => sum + rise.by, 0)
    const gauges = [{ name: 'oom_kills', value: count }]
    if (lately === 0) return { verdict: 'ok', gauges }
    const processes = lately === 1 ? 'a process' : `${lately} processes`
    return { verdict: 'warning', text: `the kernel ended ${processes} in the last hour for want of memory`, gauges }
  }
}
