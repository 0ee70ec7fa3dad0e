import { isAlive } from '../../lib/system/processes/process-identity.ts'
import type { Config } from '../config/config.ts'
import type { Whereabouts } from '../config/load.ts'
import { runtimeOf } from '../roles/role.ts'
import { ROLES, type RoleName } from '../roles/roles.ts'
import { isSilentSince, lastBeat } from '../snapshots/pulse.ts'
import { type RoleSnapshot, readSnapshot, runtimeFile, type SourceSnapshot } from '../snapshots/snapshot.ts'
import { type ShownRole, shownRoles } from './shown-roles.ts'
import type { ProcessStatus, StatusFields } from './status-fields.ts'

/** A configuration, or where the agent works if the rest cannot be read. */
export type LooseConfig = Whereabouts & Partial<Omit<Config, keyof Whereabouts>>

/** The processes by the names of their roles. */
export type ProcessStates = Pick<StatusFields, 'collector' | 'transmitter' | 'watcher'> &
  Readonly<Partial<Record<RoleName, ProcessStatus>>>

/** What all roles told last. */
export interface RoleStates {
  readonly states: ProcessStates
  /** How the sources stand that they read. */
  readonly told: readonly SourceSnapshot[]
  /** When the collector gave its last sign of life; undefined if it gave none since the machine started. */
  readonly beat: number | undefined
  /** Why the running processes do not use a changed configuration. */
  readonly refused: string | undefined
}

/** Looks how all roles are, from what they told last; asks no process. */
export async function roleStates(config: LooseConfig): Promise<RoleStates> {
  const looks = await Promise.all((await shownRoles()).map((role) => lookAt(role, config)))
  const states: Partial<Record<RoleName, ProcessStatus>> = Object.fromEntries(
    looks.flatMap(({ name, state }) => (state.idle === true && state.pid === undefined ? [] : [[name, state]])),
  )
  const { collector = NOT_NEEDED, transmitter = NOT_NEEDED, ...others } = states
  return {
    states: { collector, transmitter, ...others },
    told: looks.flatMap(({ sources }) => sources),
    beat: looks.find(({ name }) => name === 'collector')?.beat,
    refused: looks.find(({ refused }) => refused !== undefined)?.refused,
  }
}

/** Whether any role runs. */
export function isRunning(status: Partial<Record<RoleName, ProcessStatus>>): boolean {
  return ROLES.some(({ name }) => status[name]?.running)
}

/** Of a further role nothing is said where it has no work and never ran. */
const NOT_NEEDED: ProcessStatus = { running: false, idle: true }

/** What is seen of one role. */
interface Look {
  readonly name: RoleName
  readonly state: ProcessStatus
  readonly sources: readonly SourceSnapshot[]
  /** When the process gave its last sign of life. */
  readonly beat: number | undefined
  readonly refused: string | undefined
}

async function lookAt({ role, shows }: ShownRole, config: LooseConfig): Promise<Look> {
  const { name } = role
  const runtime = runtimeOf(role, config.runtime.path)
  const told = await readSnapshot(name, runtime, shows.schema)
  const running = told !== undefined && isAlive(told.process)
  const beat = await lastBeat(runtimeFile(runtime, name))
  const hangs = running && isSilentSince(beat)
  const state: ProcessStatus = {
    ...processStatus(told, running),
    ...shows.shown(told, running, config),
    ...(hangs && { hangs }),
    ...(!role.hasWork(config) && { idle: true }),
  }
  const sources = (told && shows.sources?.(told)) ?? []
  return { name, state, sources, beat, refused: running ? told.refused : undefined }
}

function processStatus(told: RoleSnapshot | undefined, running: boolean): ProcessStatus {
  if (told === undefined) return { running }
  const { process, agent, startedAt, countedSince, notices } = told
  const since = countedSince === undefined ? {} : { countedSince }
  return { running, pid: process.pid, version: agent, startedAt, ...since, notices }
}
