import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Platform, platformHere } from '../../../lib/system/platform.ts'
import type { Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { aptUpdates } from './apt.ts'
import { cpanelFinding } from './cpanel-updates.ts'
import { dnfUpdates } from './dnf.ts'
import type { PackageUpdate } from './update.ts'
import { type UpdatesSettings, updatesSettings } from './updates-settings.ts'

type Manager = NonNullable<UpdatesSettings['manager']>

const MANAGERS: Readonly<
  Record<
    Manager,
    {
      readonly ask: (program: string, tools: ProbeTools) => Promise<readonly PackageUpdate[]>
      readonly program: string
      /** What changes with each fetch of lists, and each installation. */
      readonly changes: readonly string[]
    }
  >
> = {
  apt: { ask: aptUpdates, program: 'apt-get', changes: ['var/lib/apt/lists', 'var/lib/dpkg/status'] },
  dnf: { ask: dnfUpdates, program: 'dnf', changes: ['var/cache/dnf', 'var/lib/rpm', 'usr/lib/sysimage/rpm'] },
}

const OF_PLATFORM: Readonly<Record<Platform, Manager>> = { debian: 'apt', el: 'dnf' }

/**
 * Which packages of the host have newer versions, from the lists that are here: nothing is fetched, and nothing is run
 * as long as neither lists nor packages have changed. Its files are below `root`; its programs are called by name, or
 * are others.
 */
export function updatesIn(
  root: string,
  programs: Readonly<Partial<Record<Manager, string>>> = {},
): Probe<UpdatesSettings> {
  const known = new Map<Manager, { readonly state: string; readonly updates: readonly PackageUpdate[] }>()
  return {
    name: 'updates',
    // apt takes up to half a minute, and only when something has changed.
    settings: updatesSettings,
    usual: { interval: 86_400_000, limit: 120_000 },
    elsewhere: () => undefined,
    async run({ manager = OF_PLATFORM[platformHere()], warning }, tools) {
      const { ask, program, changes } = MANAGERS[manager]
      try {
        const state = stateOf(root, changes)
        const last = known.get(manager)
        const updates = last?.state === state ? last.updates : await ask(programs[manager] ?? program, tools)
        known.set(manager, { state, updates })
        return judged(updates, warning, cpanelFinding(root))
      } catch (error) {
        return resultOfFault(error)
      }
    },
  }
}

function stateOf(root: string, paths: readonly string[]): string {
  return paths
    .map((path) => statSync(join(root, path), { throwIfNoEntry: false }))
    .map((stats) => `${stats?.mtimeMs ?? 0} ${stats?.size ?? 0}`)
    .join(' ')
}

function judged(updates: readonly PackageUpdate[], warning: UpdatesSettings['warning'], cpanel?: string): ProbeResult {
  const security = updates.filter(({ isSecurity }) => isSecurity)
  const others = updates.length - security.length
  const gauges = [
    { name: 'updates_pending', value: security.length, of: { kind: 'security' } },
    { name: 'updates_pending', value: others, of: { kind: 'other' } },
  ]
  const names = said(Buffer.from(security.map(({ name }) => name).join(', ')), 120)
  const found = [
    ...(security.length === 0 ? [] : [`${counted(security.length, 'security update')}: ${names}`]),
    ...(others === 0 ? [] : [counted(others, security.length === 0 ? 'update' : 'other update')]),
    ...(cpanel === undefined ? [] : [cpanel]),
  ]
  const isWarning = security.length > 0 || (warning === 'any' && others > 0)
  const text = found.length === 0 ? 'No updates wait' : found.join('; ')
  return { verdict: isWarning ? 'warning' : 'ok', text, gauges }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
