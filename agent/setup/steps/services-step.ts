import { stat } from 'node:fs/promises'
import { systemClock } from '../../../lib/system/clock.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { type Loaded, loadConfig } from '../../config/load.ts'
import { unitState } from '../../cpanel/host-program.ts'
import { type Role, runtimeOf, unitOf } from '../../roles/role.ts'
import { ROLES } from '../../roles/roles.ts'
import { readSnapshot, roleSnapshot } from '../../snapshots/snapshot.ts'
import type { SetupHost } from '../setup-host.ts'
import type { SetupChange, Look, SetupStep } from '../step.ts'
import { changeUnits, enablementOf, systemctlLine, TARGET } from '../systemctl.ts'

/** Milliseconds that a service may take to be up, or to read its configuration, and between two looks. */
const PATIENCE = 90_000
const PACE = 200

/** Enables and starts the services, and has those reread their configuration that run with another one. */
export function servicesStep(host: SetupHost): SetupStep {
  return { name: 'services', look: (signal) => lookAtServices(host, signal) }
}

async function lookAtServices(host: SetupHost, signal: AbortSignal): Promise<Look> {
  const { root } = host
  const enablement = await enablementOf(root, TARGET, signal)
  if (enablement === undefined) return { changes: [], remarks: [NO_UNITS] }
  // In a dry run the configuration may be wrong until it is written.
  const loaded = await loadConfig(host.config, host.user).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded)) throw error
    return undefined
  })
  const needed = ROLES.filter((role) => role.hasWork(loaded?.config ?? {}, root))
  const stopped = needed.filter((role) => unitState(root, unitOf(role)) !== 'active')
  const running = needed.filter((role) => !stopped.includes(role))
  const stale = loaded === undefined ? [] : await staleRoles(running, loaded)
  return {
    changes: [
      ...(stale.length > 0 ? [reload(root, stale, host)] : []),
      ...(enablement === 'enabled' && stopped.length === 0 ? [] : [start(host, needed)]),
    ],
    remarks: [],
  }
}

const NO_UNITS =
  'There are no units of the agent here, so nothing starts it: install the package, or start spoor-agent run by other means.'

function start({ root }: SetupHost, needed: readonly Role[]): SetupChange {
  const words = ['enable', '--now', TARGET]
  return {
    text: `Enables and starts ${TARGET}: ${needed.map(({ name }) => name).join(' and ')}.`,
    commands: [systemctlLine(words)],
    activates: true,
    apply: async (signal) => {
      await changeUnits(root, words, signal)
      await untilTrue(signal, async () => needed.every((role) => isUp(root, role)))
      const down = needed.find((role) => !isUp(root, role))
      if (down !== undefined) throw new ActionNeeded(`${unitOf(down)} does not run; see why: ${journalOf(down)}`)
    },
  }
}

/** Throws `ActionNeeded` if it failed: there is nothing to wait for. */
function isUp(root: string, role: Role): boolean {
  const state = unitState(root, unitOf(role))
  if (state === 'failed') throw new ActionNeeded(`${unitOf(role)} failed; see why: ${journalOf(role)}`)
  return state === 'active'
}

function journalOf(role: Role): string {
  return `journalctl -n 20 -u ${unitOf(role)}`
}

function reload(root: string, stale: readonly Role[], host: SetupHost): SetupChange {
  const words = ['reload', ...stale.map((role) => unitOf(role).replace(/\.service$/, ''))]
  return {
    text: `Has ${stale.map(({ name }) => name).join(' and ')} reread the configuration, which changed since.`,
    commands: [systemctlLine(words)],
    activates: true,
    apply: async (signal) => {
      await changeUnits(root, words, signal)
      const isRead = async (): Promise<boolean> =>
        (await staleRoles(stale, await loadConfig(host.config, host.user))).length === 0
      if (await untilTrue(signal, isRead)) return
      throw new ActionNeeded('The services did not take the changed configuration; see why: spoor-agent status')
    },
  }
}

/** The roles that began their work before a file of the configuration was written. */
async function staleRoles(roles: readonly Role[], { config, files }: Loaded): Promise<readonly Role[]> {
  const secrets = config.receivers.flatMap((receiver) =>
    receiver.type === 'spoor-api' && 'file' in receiver.secret ? [receiver.secret.file] : [],
  )
  const changed = Math.max(...(await Promise.all([...files, ...secrets].map(changeOf))))
  const begun = await Promise.all(
    roles.map((role) => readSnapshot(role.name, runtimeOf(role, config.runtime.path), roleSnapshot)),
  )
  return roles.filter((_, index) => (begun[index]?.startedAt ?? Infinity) < changed)
}

/** When a file was written or put there, in milliseconds since 1970; 0 if it is not there. */
async function changeOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined)
  return stats === undefined ? 0 : Math.floor(Math.max(stats.mtimeMs, stats.ctimeMs))
}

/** Whether something came true in time. */
async function untilTrue(signal: AbortSignal, isSo: () => Promise<boolean>): Promise<boolean> {
  const end = systemClock.now() + PATIENCE
  while (!signal.aborted && systemClock.now() < end) {
    if (await isSo()) return true
    await systemClock.sleep(PACE, signal)
  }
  return false
}
