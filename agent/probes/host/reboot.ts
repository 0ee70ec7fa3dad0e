import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { isPresent } from '../../../lib/system/files/presence.ts'
import { said } from '../wire/said.ts'
import { type HostFinding, hostText } from './host-finding.ts'

/**
 * Whether an update waits for a reboot: Debian and Ubuntu leave a file (update-notifier-common); elsewhere, and where
 * that package is missing, there are modules of a newer kernel than the one that runs.
 */
export async function rebootOf(root: string): Promise<HostFinding> {
  const gauges = (value: number): HostFinding['gauges'] => [...uptime(root), { name: 'reboot_required', value }]
  const required = (text: string): HostFinding => ({ verdict: 'warning', text, gauges: gauges(1) })
  if (isPresent(join(root, 'run/reboot-required'))) {
    const packages = hostText(root, 'run/reboot-required.pkgs')?.split('\n').filter(Boolean) ?? []
    const names = [...new Set(packages)].slice(0, 5).join(', ')
    return required(`a reboot is required${names === '' ? '' : ` by ${said(Buffer.from(names), 100)}`}`)
  }
  const running = hostText(root, 'proc/sys/kernel/osrelease')?.trim()
  const newest = running === undefined ? undefined : await newestKernel(root)
  if (running === undefined || newest === undefined || !isNewer(newest, running))
    return { verdict: 'ok', gauges: gauges(0) }
  return required(`a reboot is required by the kernel ${said(Buffer.from(newest), 80)}`)
}

function uptime(root: string): HostFinding['gauges'] {
  const seconds = Number.parseFloat(hostText(root, 'proc/uptime') ?? '')
  return Number.isFinite(seconds) ? [{ name: 'uptime_seconds', value: seconds }] : []
}

/** The newest kernel whose modules are installed as a whole. */
async function newestKernel(root: string): Promise<string | undefined> {
  const folder = join(root, 'lib/modules')
  let newest: string | undefined
  try {
    for await (const entries of entriesOf(linkTarget(folder, root)))
      for (const { name } of entries)
        if (/^\d/.test(name) && isPresent(join(folder, name, 'modules.dep')) && (!newest || isNewer(name, newest)))
          newest = name
  } catch {
    // A container has none.
  }
  return newest
}

/** `/lib` is a link to `usr/lib` on most systems, and a folder on old ones. */
function linkTarget(folder: string, root: string): string {
  const isLink = lstatSync(join(root, 'lib'), { throwIfNoEntry: false })?.isSymbolicLink() === true
  return isLink ? join(root, 'usr/lib/modules') : folder
}

/** By the numbers in their names, from left to right: `5.14.0-427.13.1.el9_4.x86_64`. */
function isNewer(one: string, other: string): boolean {
  const [mine, theirs] = [numbersOf(one), numbersOf(other)]
  const at = mine.findIndex((number, index) => number !== theirs[index])
  return at >= 0 && (mine[at] ?? 0) > (theirs[at] ?? 0)
}

function numbersOf(release: string): readonly number[] {
  return release.match(/\d+/g)?.map(Number) ?? []
}
