import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { VERSION } from '../../lib/command-line/version.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { isAlive } from '../../lib/system/processes/process-identity.ts'
import type { Config, Follower } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import type { Whereabouts } from '../config/load.ts'
import { furtherReceivers } from '../config/receivers/further-receivers.ts'
import { isPattern, matchesPattern } from '../follow/discover.ts'
import { ROLES, type RoleName } from '../roles/roles.ts'
import { isSilent } from '../snapshots/pulse.ts'
import { type RoleSnapshot, runtimeFile, type SourceSnapshot, readSnapshot } from '../snapshots/snapshot.ts'
import { asInstalled } from '../sources/sources.ts'
import { INBOX } from '../spool/reports/inbox-source.ts'
import { spoolFolders } from '../spool/spool-folders.ts'
import { spoolStatus } from '../spool/upkeep/spool-status.ts'
import { backstopStatus } from './backstop-status.ts'
import { exposedFolders } from './exposed-folders.ts'
import { shownRoles, type ShownRole } from './shown-roles.ts'
import type { ProcessStatus, SourceStatus, StatusFields } from './status-fields.ts'

/** How the agent is, as `status --json` prints it: further roles have keys of their own. */
export interface Status extends StatusFields, Readonly<Partial<Record<RoleName, ProcessStatus>>> {
  readonly collector: StatusFields['collector']
  readonly transmitter: StatusFields['transmitter']
}

type Log = Pick<SourceSnapshot, 'source' | 'path'> & Partial<Pick<Follower, 'optional'>>

/** A configuration, or where the agent works if the rest cannot be read. */
type Known = Whereabouts & Partial<Omit<Config, keyof Whereabouts>>

/**
 * Looks how everything is, from what the processes told last and what is on disk; asks no process and changes nothing.
 * Without followers the logs are those that the collector told of.
 */
export async function statusOf(config: Known): Promise<Status> {
  const roles = await Promise.all((await shownRoles()).map((role) => lookAt(role, config)))
  const told = roles.flatMap(({ sources }) => sources)
  const refused = roles.find(({ refused }) => refused !== undefined)?.refused
  const states: Partial<Record<RoleName, ProcessStatus>> = Object.fromEntries(
    roles.flatMap(({ name, state }) => (state.idle === true && state.pid === undefined ? [] : [[name, state]])),
  )
  const { collector = NOT_NEEDED, transmitter = NOT_NEEDED, ...others } = states
  const [inboxes, logs] = [told.filter(isInbox), told.filter((source) => !isInbox(source))]
  const followers = config.followers ?? logs
  const exposed = exposedFolders(followers)
  const backstop = await backstopStatus(config.spool.path, {
    since: collector.running ? collector.startedAt : undefined,
  })
  return {
    version: VERSION,
    host: config.host === undefined ? hostname() : hostNameOf({ host: config.host }),
    collector,
    transmitter,
    ...others,
    ...(backstop !== undefined && { backstop }),
    sources: [
      ...(await Promise.all(
        followers.flatMap((follower) => logsOf(asInstalled(follower), told)).map((log) => sourceStatus(log, told)),
      )),
      ...[...(config.streams ?? []), ...inboxes].map((stream) => streamStatus(stream, told)),
    ],
    spool: await spoolStatus(spoolFolders(config.spool.path), furtherReceivers(config)),
    ...(refused === undefined ? {} : { refused }),
    ...(exposed.length === 0 ? {} : { exposed }),
  }
}

/** Whether any role runs. */
export function isRunning(status: Status): boolean {
  return ROLES.some(({ name }) => status[name]?.running)
}

/** Of a further role nothing is said where it has no work and never ran. */
const NOT_NEEDED: ProcessStatus = { running: false, idle: true }

/** What is seen of one role. */
interface Look {
  readonly name: RoleName
  readonly state: ProcessStatus
  readonly sources: readonly SourceSnapshot[]
  readonly refused: string | undefined
}

async function lookAt({ role, shows }: ShownRole, config: Known): Promise<Look> {
  const { name } = role
  const runtime = config.runtime.path
  const told = await readSnapshot(name, runtime, shows.schema)
  const running = told !== undefined && isAlive(told.process)
  const hangs = running && (await isSilent(runtimeFile(runtime, name)))
  const state: ProcessStatus = {
    ...processStatus(told, running),
    ...shows.shown(told, running, config),
    ...(hangs && { hangs }),
    ...(!role.hasWork(config) && { idle: true }),
  }
  const sources = (told && shows.sources?.(told)) ?? []
  return { name, state, sources, refused: running ? told.refused : undefined }
}

function processStatus(told: RoleSnapshot | undefined, running: boolean): ProcessStatus {
  if (told === undefined) return { running }
  const { process, agent, startedAt, countedSince, notices } = told
  const since = countedSince === undefined ? {} : { countedSince }
  return { running, pid: process.pid, version: agent, startedAt, ...since, notices }
}

/** Of a pattern, the logs that the collector follows; the pattern itself where there are none. */
function logsOf(follower: Log, told: readonly SourceSnapshot[]): Log[] {
  if (!isPattern(follower.path)) return [follower]
  const logs = told.filter(({ source, path }) => source === follower.source && matchesPattern(follower.path, path))
  return logs.length === 0 ? [follower] : logs
}

async function sourceStatus(
  { source, path, optional = false }: Log,
  told: readonly SourceSnapshot[],
): Promise<SourceStatus> {
  const { inode, ...known } = toldOf({ source, path }, told)
  try {
    const { size, ino } = await stat(path, { bigint: true })
    const bytes = Number(size)
    const { offset = 0 } = known
    // A file that is not the one being read, or was cut below the offset, will be read from its beginning.
    const isRead = String(ino) === inode && offset <= bytes
    return { ...known, size: bytes, lag: isRead ? bytes - offset : bytes }
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && optional) return known
    const problem = codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be looked at (${codeOf(error)})`
    return { problem, ...known }
  }
}

function isInbox({ source }: SourceSnapshot): boolean {
  return source === INBOX
}

/** A stream and an inbox have no size, and nobody knows what will come. */
function streamStatus(stream: Log, told: readonly SourceSnapshot[]): SourceStatus {
  const { inode: _inode, ...state } = toldOf(stream, told)
  return state
}

/** What the collector told of a source. */
function toldOf({ source, path }: Log, told: readonly SourceSnapshot[]): SourceSnapshot {
  const found = told.find((each) => each.source === source && each.path === path)
  return found ?? { source, path, lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
}
