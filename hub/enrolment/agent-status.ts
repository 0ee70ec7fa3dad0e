import * as v from 'valibot'
import { agentStatus, LARGEST_STATUS } from '../../lib/agent-status/agent-status.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { AgentRequest, HubAnswer, Route } from '../http/route.ts'
import { noteStatus } from '../store/change/note-status.ts'

const told = v.pipe(foreignJson, agentStatus)

/** The shortest time between two that are kept of one agent, in milliseconds: each costs the store a commit. */
const PACE = 10_000

/** `PUT /api/agents/status`: how the agent that asks is; the last one counts. */
export function agentStatusRoute(): Route {
  const taken = new Map<number, number>()
  return {
    method: 'PUT',
    path: '/api/agents/status',
    caller: 'agent',
    most: LARGEST_STATUS,
    answer: (asked) => answer(taken, asked),
  }
}

async function answer(
  taken: Map<number, number>,
  { store, clock, body, agent: { agent } }: AgentRequest,
): Promise<HubAnswer> {
  const at = clock.now()
  const since = at - (taken.get(agent) ?? -Infinity)
  if (since >= 0 && since < PACE)
    throw new HttpError(PROBLEMS.tooOften, { headers: { 'retry-after': String(Math.ceil((PACE - since) / 1000)) } })
  const { success, output } = v.safeParse(told, body.toString())
  if (!success) throw new HttpError(PROBLEMS.noStatus)
  taken.set(agent, at)
  const { version, health, lag } = output
  const status = JSON.stringify(output)
  await store.change(noteStatus, { agent, at: Math.floor(at / 1000), status, version, health, lag })
  return { status: 204 }
}
