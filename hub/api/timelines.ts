import * as v from 'valibot'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { answeredPage, shownPage } from './event-page.ts'
import { address, filterOf, HOST, KIND, mailbox, PAGE, SPAN } from './event-parameters.ts'

const PARAMETERS = { ...SPAN, ...HOST, ...KIND, ...PAGE } as const

/** `GET /api/v1/mailboxes/ADDRESS/timeline`. */
export const mailboxTimelineRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/mailboxes/:address/timeline',
    summary: 'What happened to a mailbox, on all hosts.',
    parameters: PARAMETERS,
    answer: shownPage,
  },
  async ({ limit, ...asked }, hub) => {
    const filter = await filterOf(hub, { ...asked, mailbox: named(mailbox, hub.parameters['address']) })
    return answeredPage(hub, { filter, limit })
  },
)

/** `GET /api/v1/addresses/IP/timeline`. */
export const addressTimelineRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/addresses/:ip/timeline',
    summary: 'What an address did, on all hosts.',
    parameters: PARAMETERS,
    answer: shownPage,
  },
  async ({ limit, ...asked }, hub) => {
    const filter = await filterOf(hub, { ...asked, ip: named(address, hub.parameters['ip']) })
    return answeredPage(hub, { filter, limit })
  },
)

/** What a path names, read by a schema. Throws `HttpError` if it cannot be taken. */
export function named(schema: v.GenericSchema<string, string>, word = ''): string {
  const { success, output, issues } = v.safeParse(schema, word)
  if (success) return output
  throw new HttpError(PROBLEMS.wrongParameter, { detail: `What the path names ${issues[0].message}.` })
}
