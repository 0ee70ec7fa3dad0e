import { arch, freemem, release, totalmem, uptime, version } from 'node:os'
import { join } from 'node:path'
import { VERSION } from '../../../lib/command-line/version.ts'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import { ROLES } from '../../roles/roles.ts'
import { hostOutput } from '../host-output.ts'
import { inotifyLimit } from '../inotify-use.ts'
import type { Patient } from '../patient.ts'
import { LOOKED_AT } from '../shown-units.ts'
import type { Member } from './member.ts'

/** Newest lines of the journal that are taken. */
const JOURNAL_LINES = 10_000

/** The host: its system, versions, units, journal and limits. */
export async function hostMembers(patient: Patient): Promise<readonly Member[]> {
  return [
    { name: 'versions.json', holds: 'data', value: versionsOf(patient) },
    { name: 'os-release', holds: 'text', text: osRelease(patient.root) },
    { name: 'units.json', holds: 'data', value: await unitsOf(patient) },
    { name: 'journal.txt', holds: 'text', text: await journalOf(patient) },
    { name: 'limits.json', holds: 'data', value: limitsOf(patient) },
  ]
}

function versionsOf({ status }: Patient): object {
  const running = ROLES.map(({ name }) => [name, status[name]?.version ?? null])
  return {
    installed: VERSION,
    running: Object.fromEntries(running),
    node: process.versions.node,
    kernel: release(),
    kernelVersion: version(),
    architecture: arch(),
  }
}

/** The lines that say which system it is. */
function osRelease(root: string): string {
  const text = textOf(join(root, 'etc/os-release')) ?? textOf(join(root, 'usr/lib/os-release')) ?? 'unknown\n'
  const lines = text
    .split('\n')
    .filter((line) => /^(?:NAME|VERSION|ID|ID_LIKE|VERSION_ID|PRETTY_NAME|PLATFORM_ID)=/.test(line))
  return `${lines.join('\n')}\n`
}

async function unitsOf({ units }: Patient): Promise<unknown> {
  const shown = await units()
  return 'reason' in shown ? { unknown: shown.reason } : Object.fromEntries(shown.units)
}

/** What the units wrote in the last 24 hours. */
async function journalOf({ root, signal, patience }: Patient): Promise<string> {
  const chosen = LOOKED_AT.map((name) => `--unit=${name}`)
  const bounds = ['--since=-24h', `--lines=${JOURNAL_LINES}`]
  const form = ['--quiet', '--no-pager', '--no-hostname', '--output=short-iso']
  const output = await hostOutput(['journalctl', ...chosen, ...bounds, ...form], { root, signal, patience })
  if ('reason' in output) return `journalctl ${output.reason}.\n`
  return output.code === 0 ? output.stdout : `journalctl failed (exit code ${output.code}).\n`
}

/** Limits of the kernel, of the services, and memory. */
function limitsOf({ root, status }: Patient): object {
  const kernel = ['fs/inotify/max_user_watches', 'fs/inotify/max_user_instances', 'fs/file-max', 'kernel/pid_max']
  const services = ROLES.map(({ name }) => {
    const { pid, running } = status[name] ?? { running: false }
    return [name, running ? (textOf(join(root, `proc/${pid}/limits`))?.split('\n') ?? null) : null]
  })
  return {
    kernel: Object.fromEntries(kernel.map((name) => [name, inotifyLimit(join(root, 'proc/sys', name)) ?? null])),
    services: Object.fromEntries(services),
    memory: { total: totalmem(), free: freemem() },
    uptime: Math.round(uptime()),
  }
}

function textOf(file: string): string | undefined {
  try {
    return readRegularFileSync(file, { follow: true }).text
  } catch {
    return undefined
  }
}
