import * as v from 'valibot'
import { bodyJson } from '../../http/body-json.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import type { Route } from '../../http/route.ts'
import { mayJudge } from '../../people/rights.ts'
import { assessEvent } from '../../store/change/assess-event.ts'
import { ASSESSMENTS } from '../assessment.ts'
import { answerWith, visibleEvent } from './mailbox-events.ts'

const wished = v.pipe(bodyJson, v.object({ mailbox_event: v.object({ assessment: v.picklist(ASSESSMENTS) }) }))

/** `PATCH /api/mailbox_events/ID`: what a person says of an event. Who took over a server must not clear its events. */
export const assessMailboxEvent: Route = {
  method: 'PATCH',
  path: '/api/mailbox_events/:id',
  caller: 'agent or person',
  right: mayJudge,
  most: 4096,
  answer: async (request) => {
    const { asker, store, clock, address, body, parameters } = request
    if ('agent' in asker) throw new HttpError(PROBLEMS.agentJudges)
    const { success, output } = v.safeParse(wished, body.toString())
    if (!success) throw new HttpError(PROBLEMS.noAssessment)
    const event = await visibleEvent(request, parameters['id'])
    const { assessment: value } = output.mailbox_event
    const { name: who } = asker.person
    const said = { event_time: event.time, event_id: event.id, value, who, at: Math.floor(clock.now() / 1000) }
    if (!(await store.change(assessEvent, { ...said, address }))) throw new HttpError(PROBLEMS.unknownEvent)
    return answerWith(request, event)
  },
}
