import { refuseSomebody } from '../../lib/system/users/own-account.ts'
import { becomeUser } from '../../lib/system/users/owner.ts'
import type { User } from '../../lib/system/users/passwd.ts'
import type { Config } from '../config/config.ts'
import { type Loaded, loadConfig } from '../config/load.ts'
import { destinationsOf } from '../config/receivers/destinations.ts'
import { USER } from '../program.ts'
import { roleNotices } from '../roles/notices.ts'
import type { Role } from '../roles/role.ts'
import { attempted } from './attempt.ts'
import { backstopFindings } from './backstop.ts'
import { driverFindings } from './drivers.ts'
import type { Finding } from './finding.ts'
import { folderFindings } from './folders.ts'
import { logFindings } from './logs.ts'
import { letterFindings, sectionFindings } from './mail-reports.ts'
import { metricsFindings } from './metrics.ts'
import { selectionFindings } from './selection.ts'
import { trafficFindings } from './traffic.ts'
import { uncountedFindings } from './uncounted.ts'
import { unheardFindings } from './unheard.ts'
import { untoldFindings } from './untold.ts'
import { waysOut } from './ways-out.ts'

/** What is checked. */
export interface Scope {
  /** The roles whose needs count: the collector may read no secret, and the transmitter no log. */
  readonly roles: readonly Role[]
  /** Whether the receivers are asked. */
  readonly connects: boolean
}

/** What a check found. */
export interface Checked {
  /** The files of the configuration, in the order in which they count. */
  readonly files: readonly string[]
  readonly findings: readonly Finding[]
  /** The steps of the requests to receivers, where some were made. */
  readonly connection: readonly Finding[]
  /** The names of the receivers to which a request was possible, and not made. */
  readonly untried: readonly string[]
}

/**
 * Checks everything that a configuration names. Looks at the logs first, with the rights of this process, since the
 * collector may read any log; then the process becomes `user` for good.
 */
export async function checkAll(
  file: string,
  scope: Scope,
  user: User | undefined,
  signal: AbortSignal,
): Promise<Checked> {
  const loading = loadConfig(file, user)
  const faults = await attempted('configuration', () => loading)
  if (faults.length > 0) return { files: [file], findings: faults, connection: [], untried: [] }
  const loaded = await loading
  const { config, files } = loaded
  const looks = new Set(scope.roles.filter((role) => role.hasWork(config)).flatMap((role) => role.checks))
  const logs = looks.has('logs') ? [...(await logFindings(loaded)), ...(await trafficFindings(loaded))] : []
  const untold = looks.has('logs')
    ? [
        ...(await driverFindings(loaded)),
        ...(await untoldFindings(config)),
        ...unheardFindings(config),
        ...uncountedFindings(config),
      ]
    : []
  const selection = [...(await selectionFindings(config)), ...untold]
  const reports = scope.roles.length > 1 ? config.mailReports : []
  const sections = await sectionFindings(reports, loaded, signal)
  if (user !== undefined) becomeUser(user)
  const readable = await readableAs(file, files)
  const asked = looks.has('sending') ? waysOut(loaded).filter(({ enabled }) => enabled || scope.connects) : []
  const sending = await Promise.all(asked.map((each) => each.faults()))
  const isGood = ({ state }: Finding): boolean => state === 'ok'
  const usable = readable.every(isGood) ? asked.filter((_, index) => sending[index]?.every(isGood)) : []
  const ready = usable.flatMap(({ name, connection }) => (connection === undefined ? [] : [{ name, connection }]))
  return {
    files,
    findings: [
      ...readable,
      ...remarksOf(loaded),
      ...selection,
      ...sending.flat(),
      ...sections,
      ...(await letterFindings(reports)),
      ...(await servicesIn(loaded, looks)),
      ...foldersOf(scope.roles, config),
      ...(await metricsFindings(config, scope.roles)),
      ...(scope.roles.length > 1 ? await backstopFindings(config.spool.path) : []),
      ...logs,
    ],
    connection: scope.connects ? (await Promise.all(ready.map((each) => each.connection(signal)))).flat() : [],
    untried: scope.roles.length > 1 && !scope.connects ? ready.map(({ name }) => name) : [],
  }
}

/** The code of all types of checks is loaded only where there are checks. */
async function servicesIn(loaded: Loaded, looks: ReadonlySet<string>): Promise<readonly Finding[]> {
  if (!looks.has('services')) return []
  const { serviceFindings } = await import('./services.ts')
  return serviceFindings(loaded)
}

/** A role that is apart has folders of its own, and may not look into these. */
function foldersOf(roles: readonly Role[], config: Config): readonly Finding[] {
  return roles.some(({ apart }) => apart === undefined) ? folderFindings(config) : []
}

/** Whether the user of this process may run the agent and can read the configuration. */
async function readableAs(file: string, files: readonly string[]): Promise<readonly Finding[]> {
  const refused = await attempted('user', async () => refuseSomebody(USER))
  const faults = [...refused, ...(await attempted('configuration', () => loadConfig(file)))]
  return faults.length > 0
    ? faults
    : files.map((path) => ({ check: 'configuration', state: 'ok', text: `${path}: ok` }))
}

function remarksOf({ config, notices: told }: Loaded): readonly Finding[] {
  const off = destinationsOf(config).filter(({ enabled }) => !enabled)
  const none = destinationsOf(config).length + config.mailReports.length === 0 ? [roleNotices.noReceivers()] : []
  const remarks = [...told, ...off.map(roleNotices.transmissionDisabled), ...none]
  return remarks.map(({ code, text }) => ({
    check: 'configuration',
    state: code === 'driver_refused' ? 'failed' : 'warning',
    text,
  }))
}
