import * as v from 'valibot'
import { agentStatus, LARGEST_STATUS } from '../../lib/agent-status/agent-status.ts'
import { bodyJson } from '../http/body-json.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import type { Route } from '../http/route.ts'
import { noteStatus } from '../store/change/note-status.ts'
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
    const { version, health, lag } = output
    const status = JSON.stringify(output)
    const unread = unreadSources(output)
    await store.change(noteStatus, {
      agent,
      at: Math.floor(at / 1000),
      status,
      version,
      health,
      lag,
      unread: unread.length === 0 ? null : JSON.stringify(unread),
    })
    return { status: 204, headers: WISHED_HEADER }
  },
}
