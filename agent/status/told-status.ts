import {
  type AgentStatus,
  LARGEST_STATUS,
  LONGEST,
  MOST_SOURCES,
  MOST_TELLING,
  MOST_WARNINGS,
} from '../../lib/agent-status/agent-status.ts'
import { VERSION } from '../../lib/command-line/version.ts'
import { kindsIn } from '../../lib/event/wish.ts'
import type { Config } from '../config/config.ts'
import { hostNameOf } from '../config/host-name.ts'
import type { StatusFor } from '../roles/round.ts'
import type { ToldKinds } from '../snapshots/collector-snapshot.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import { backstopStatus } from './backstop-status.ts'
import { cutText } from './cut-text.ts'
import { healthOf, warningsOf } from './health.ts'
import { roleStates } from './role-states.ts'
import { shownRoles } from './shown-roles.ts'
import { sourceState } from './source-state.ts'
import type { Status } from './status.ts'
import { toldChecks } from './told-checks.ts'
import { wholeText } from './warning.ts'

/**
 * How the agent is, for a hub: what the processes told last, and what `status` warns of that. Looks at no log, nor does
 * it list the spool.
 */
export async function toldStatus(
  config: Config,
  { amount, rejected }: Parameters<StatusFor>[0],
  now: number,
): Promise<AgentStatus> {
  const { states, told, refused, beat } = await roleStates(config)
  const { running, startedAt } = states.collector
  const checks = toldChecks(states.watcher, now)
  const backstop = await backstopStatus(config.spool.path, { since: running ? startedAt : undefined })
  const nothing = { foreign: 0, strangers: [], transmitted: 0, failed: 0, acknowledged: 0, sealed: 0 }
  const status: Status = {
    version: VERSION,
    host: hostNameOf(config),
    ...states,
    ...(backstop !== undefined && { backstop }),
    sources: told.map(({ inode: _inode, behindSince: _behindSince, ...source }) => {
      const seen = { ...source, isTold: true }
      return { ...source, state: sourceState(seen, { collector: states.collector, beat, now }) }
    }),
    spool: { path: config.spool.path, ...amount, ...nothing },
    ...(refused !== undefined && { refused }),
  }
  const warnings = warningsOf(status, await shownRoles())
  return fitting({
    version: VERSION,
    health: healthOf(status, warnings),
    warnings: warnings.slice(0, MOST_WARNINGS).map(({ code, severity, ...said }) => {
      return { code, severity, text: cutText(wholeText(said), LONGEST.text) }
    }),
    lag: Math.max(0, Math.floor((now - (amount.oldest ?? now)) / 1000)),
    waiting: amount.waiting,
    refused: rejected,
    roles: Object.fromEntries(
      Object.entries(states).map(([name, state]) => {
        const { running: isRunning, startedAt: since } = state
        return [name, { running: isRunning, ...(since !== undefined && { startedAt: since }) }]
      }),
    ),
    sources: troubledFirst(told).slice(0, MOST_SOURCES).map(sourceOf),
    ...(checks !== undefined && { checks }),
    ...(states.collector.tells !== undefined && { tells: wantedIn(states.collector.tells, config) }),
  })
}

/** What the hub gets of what the sources can tell. */
function wantedIn(tells: readonly ToldKinds[], { receivers }: Config): NonNullable<AgentStatus['tells']> {
  const wanted = new Set<string>(
    receivers.filter((each) => each.type === 'spoor-api' && each.tellsStatus === true).flatMap(kindsIn),
  )
  return tells.slice(0, MOST_TELLING.sources).map(({ source, path, kinds }) => ({
    source,
    path: path === undefined ? path : cutText(path, LONGEST.path),
    kinds: kinds.filter((kind) => wanted.has(kind)).slice(0, MOST_TELLING.kinds),
  }))
}

function troubledFirst(sources: readonly SourceSnapshot[]): readonly SourceSnapshot[] {
  const [fine = [], troubled = []] = [false, true].map((isWanted) =>
    sources.filter(({ problem }) => (problem !== undefined) === isWanted),
  )
  return [...troubled, ...fine]
}

/** Without the last warnings, sources and checks where they would be too much: names can have any length. */
function fitting(status: AgentStatus): AgentStatus {
  if (Buffer.byteLength(JSON.stringify(status)) <= LARGEST_STATUS) return status
  const { warnings, sources, checks } = status
  const half = <T>(items: readonly T[]): T[] => items.slice(0, Math.floor(items.length / 2))
  const fewer = { warnings: half(warnings), sources: half(sources), ...(checks && { checks: half(checks) }) }
  return fitting({ ...status, ...fewer })
}

function sourceOf(snapshot: SourceSnapshot): AgentStatus['sources'][number] {
  const { source, path, lines, unrecognised, events, lastEvent, problem } = snapshot
  return {
    source,
    path: cutText(path, LONGEST.path),
    lines,
    unrecognised,
    events,
    ...(lastEvent !== undefined && { lastEvent }),
    ...(problem !== undefined && { problem: cutText(problem, LONGEST.problem) }),
  }
}
