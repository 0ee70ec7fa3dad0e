import { LONGEST, MOST_CHECKS, type ToldCheck } from '../../lib/agent-status/agent-status.ts'
import { CHECK_STATES } from '../../lib/agent-status/check-states.ts'
import type { ShownCheck } from '../snapshots/watcher-snapshot.ts'
import { cutText } from './cut-text.ts'
import type { StatusFields } from './status-fields.ts'

/**
 * How the checks are, for a hub: as many as it takes, the worst first; none where nothing is checked. Where the watcher
 * does not run though it should, nobody knows how they are; undefined if it has not run since the boot.
 */
export function toldChecks(watcher: StatusFields['watcher']): ToldCheck[] | undefined {
  if (watcher === undefined || watcher.idle === true) return []
  if (watcher.checks === undefined) return undefined
  const { running, checks } = watcher
  const rank = ({ state }: ShownCheck): number => CHECK_STATES.indexOf(state)
  return checks
    .toSorted((one, other) => rank(one) - rank(other))
    .slice(0, MOST_CHECKS.checks)
    .map((check) => (running ? toldCheck(check) : toldCheck(forgotten(check))))
}

function forgotten(check: ShownCheck): ShownCheck {
  return { ...check, state: 'unknown', reason: 'the watcher does not run' }
}

function toldCheck({ name, type, state, since, reason, target, last, recent = [] }: ShownCheck): ToldCheck {
  const { certificate } = last ?? {}
  return {
    name,
    type,
    state,
    since,
    finding: cutText(reason ?? last?.text ?? '', LONGEST.finding),
    ...(last && { ran: last.at }),
    recent: recent.slice(-MOST_CHECKS.runs),
    ...(certificate !== undefined && certificate >= 0 && { certificate }),
    ...(target !== undefined && { target: cutText(target, LONGEST.target) }),
  }
}
