import { systemClock } from '../../lib/system/clock.ts'
import { counted } from '../../lib/terminal/count.ts'
import { driftOf } from '../snapshots/format-drift.ts'
import { backstopWarnings } from './backstop-view.ts'
import { exposureText } from './exposed-folders.ts'
import { isRunning } from './role-states.ts'
import type { ShownRole } from './shown-roles.ts'
import { stalledLogs } from './stalled-logs.ts'
import type { Status } from './status.ts'
import { type Warning, warning } from './warning.ts'

/** Everything that `status` can warn of, the worst first. */
export function warningsOf(status: Status, roles: readonly ShownRole[]): readonly Warning[] {
  const ofRoles = ROLE_CHECKS.flatMap((check) => roles.flatMap((role) => check(status, role) ?? []))
  return [...refusedConfiguration(status, roles), ...ofRoles, ...CHECKS.flatMap((check) => check(status) ?? [])]
}

type Found = Warning | readonly Warning[] | undefined

function refusedConfiguration({ refused }: Status, roles: readonly ShownRole[]): readonly Warning[] {
  if (refused === undefined) return []
  const units = roles.map(({ role: { name } }) => `spoor-agent-${name}`).join(' ')
  const text = `The configuration is wrong, so the services keep the previous one: ${refused} Once it is right: systemctl reload ${units}`
  return [warning('error', 'config_refused', text)]
}

/** What is looked at for every role, one after the other. */
const ROLE_CHECKS: readonly ((status: Status, role: ShownRole) => Found)[] = [
  (status, { role: { name, absence } }) => {
    const { running, idle, disabled } = status[name] ?? { running: false, idle: true }
    if (running || idle === true || disabled === true) return undefined
    const text = `The ${name} does not run: ${absence}. Start it: systemctl start spoor-agent-${name}`
    return warning('error', `${name}_not_running`, text)
  },
  (status, { role: { name } }) => {
    if (status[name]?.hangs !== true) return undefined
    const text = `The ${name} runs, but has shown no sign of life for over a minute. Restart it: systemctl restart spoor-agent-${name}`
    return warning('error', `${name}_hangs`, text)
  },
  (status, { shows }) => shows.disabled?.(status),
  (status, { shows }) => shows.warnings(status),
]

/** What is looked at of all together. */
const CHECKS: readonly ((status: Status) => Found)[] = [
  ({ sources }) =>
    sources
      .filter(({ problem }) => problem !== undefined)
      .map(({ source, path, problem }) => warning('warning', 'source_unavailable', `${source}: ${path} ${problem}`)),
  ({ sources }) => stalledLogs(sources, systemClock.now()),
  ({ sources }) =>
    sources.flatMap((each) => {
      const { source, path } = each
      const drift = driftOf(each)
      return drift === undefined
        ? []
        : warning(
            'warning',
            'format_unrecognised',
            `${source}: ${drift.unrecognised} of the last ${drift.ofInterest} lines looked at closely are not understood; has the format of ${path} changed? See: spoor-agent parse --all`,
          )
    }),
  ({ spool }) =>
    spool.problem === undefined
      ? undefined
      : warning('error', 'spool_unreadable', `The spool cannot be read: ${spool.problem}`),
  ({ spool }) =>
    spool.foreign > 0
      ? warning(
          'warning',
          'spool_files_not_ours',
          `${spool.path} holds files that are not the agent's, and that it leaves alone: ${strangersOf(spool)}; remove them. See: spoor-agent spool verify`,
        )
      : undefined,
  ({ backstop }) => (backstop === undefined ? undefined : backstopWarnings(backstop)),
  ({ exposed = [] }) => exposed.map((each) => warning('notice', 'folder_exposed', exposureText(each))),
  ({ spool: { failed, acknowledged } }) =>
    refused(
      failed - acknowledged,
      (reports, them) =>
        `${reports} refused for good. Why: spoor-agent spool list --failed; then retry, drop or acknowledge ${them}: spoor-agent spool acknowledge --all`,
    ),
  ({ spool: { receivers = {} } }) =>
    Object.entries(receivers).flatMap(([name, { failed, acknowledged }]) =>
      refused(
        failed - acknowledged,
        (reports, them) =>
          `${reports} refused by ${name}. Why: spoor-agent spool list --failed --receiver ${name}; then retry or acknowledge ${them}: spoor-agent spool acknowledge --all --receiver ${name}`,
      ),
    ),
]

function refused(count: number, text: (reports: string, them: string) => string): readonly Warning[] {
  if (count <= 0) return []
  const told = text(counted(count, 'report was', 'reports were'), count === 1 ? 'it' : 'them')
  return [warning('warning', 'reports_failed', told)]
}

function strangersOf({ foreign, strangers }: Status['spool']): string {
  const more = foreign - strangers.length
  return `${strangers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** What all warnings come to: `degraded` from a warning upwards, `down` where no role runs. */
export function healthOf(status: Status, warnings: readonly Warning[]): 'healthy' | 'degraded' | 'down' {
  if (!isRunning(status)) return 'down'
  return warnings.some(({ severity }) => severity !== 'notice') ? 'degraded' : 'healthy'
}
