import * as v from 'valibot'
import { agentStatus, LARGEST_STATUS, type ToldCheck } from '../../lib/agent-status/agent-status.ts'
import { bodyJson } from '../http/body-json.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import { noteStatus } from '../store/change/note-status.ts'
import type { AgentCheckTable } from '../store/check-table.ts'
import { unreadSources } from './unread-sources.ts'
import { WISHED_HEADER } from './wished-fields.ts'

const told = v.pipe(bodyJson, agentStatus)

/** `PUT /api/agents/status`: how the agent that asks is; the last one counts. */
export const putStatus: Route = {
  method: 'PUT',
  path: '/api/agents/status',
  caller: 'agent',
  most: LARGEST_STATUS,
  answer: async ({ store, clock, body, statusPace, agent: { agent } }) => {
    const at = clock.now()
    const wait = statusPace.waitFor(agent, at)
    if (wait > 0) throw new HttpError(PROBLEMS.tooOften, { headers: { ...WISHED_HEADER, 'retry-after': String(wait) } })
    const { success, output } = v.safeParse(told, body.toString())
    if (!success) throw new HttpError(PROBLEMS.noStatus)
    statusPace.took(agent, at)
    const { checks, ...rest } = output
    const { version, health, lag } = rest
    const status = JSON.stringify(rest)
    const unread = unreadSources(output)
    await store.change(noteStatus, {
      agent,
      at: Math.floor(at / 1000),
      status,
      version,
      health,
      lag,
      unread: unread.length === 0 ? null : JSON.stringify(unread),
      ...(checks && { checks: withDistinctNames(checks).map(keptCheck) }),
    })
    return { status: 204, headers: WISHED_HEADER }
  },
}

/** An agent that tells a check twice has a fault; the last one counts. */
function withDistinctNames(checks: readonly ToldCheck[]): readonly ToldCheck[] {
  return [...new Map(checks.map((check) => [check.name, check])).values()]
}

function keptCheck({ since, ran, recent, certificate, target, ...words }: ToldCheck): Omit<AgentCheckTable, 'agent'> {
  const inSeconds = (moment: number | undefined): number | null =>
    moment === undefined ? null : Math.floor(moment / 1000)
  return {
    ...words,
    since: Math.floor(since / 1000),
    ran: inSeconds(ran),
    recent: JSON.stringify(recent),
    certificate: inSeconds(certificate),
    target: target ?? null,
  }
}
