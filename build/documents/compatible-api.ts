// What docs/hub/openapi.json says of the routes beside /api/v1: of agents, of App::Spoor's clients and of monitors.
import * as v from 'valibot'
import type { Description } from '../../hub/api/api-route.ts'
import { ASSESSMENTS } from '../../hub/api/assessment.ts'
import { seconds } from '../../hub/api/event-shape.ts'
import { agentStatus } from '../../lib/agent-status/agent-status.ts'

/** A route without a schema of its own, and how who asks proves who they are. */
export interface CompatibleRoute extends Description {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly path: string
  /** Names of security schemes, each of which will do; none for anybody. */
  readonly proofs: readonly string[]
}

const number = (text: string): v.GenericSchema => v.exactOptional(v.pipe(v.string(), v.description(text)))

const PAGE = {
  offset: number('How many of the newest to leave out, up to 10,000; the name of the list around it will do, too.'),
  records: number('How many at most, up to 1,000.'),
}

const metadata = v.object({ offset: v.number(), records: v.number(), more_records: v.boolean() })

/** An event as App::Spoor's clients read it. */
const shownMailboxEvent = v.object({
  id: v.string(),
  host: v.string(),
  mailbox_address: v.nullable(v.string()),
  ip_actor: v.nullable(
    v.object({
      id: v.string(),
      ip_address: v.string(),
      city: v.nullable(v.string()),
      country_code: v.nullable(v.string()),
      owner: v.object({ isp: v.nullable(v.string()), organisation: v.nullable(v.string()) }),
    }),
  ),
  event_time: seconds,
  type: v.string(),
  latest_assessment: v.picklist(ASSESSMENTS),
  operations: v.object({ update: v.object({ valid_assessments: v.array(v.picklist(ASSESSMENTS)) }) }),
  forward_recipient: v.exactOptional(v.string()),
})

const oneEvent = v.object({ mailbox_event: shownMailboxEvent })

const shownReport = v.object({
  id: v.string(),
  event_time: seconds,
  host: v.string(),
  type: v.string(),
  mailbox_address: v.nullable(v.string()),
})

const report = v.object({
  report: v.looseObject({
    entries: v.pipe(v.array(v.looseObject({})), v.maxLength(5000), v.description('As docs/events.md says.')),
  }),
})

const broughtTotals = v.object({
  totals: v.pipe(v.array(v.looseObject({})), v.maxLength(2000), v.description('As docs/hub/totals.md says.')),
})

const count = v.number()
const took = v.object({ kept: count, known: count, stale: count, quarantined: count })

const enrolment = v.object({
  host: v.string(),
  version: v.pipe(v.string(), v.maxLength(64)),
  secret_digest: v.pipe(
    v.string(),
    v.regex(/^[0-9a-f]{64}$/),
    v.description('SHA-256 of the secret that the agent made.'),
  ),
})

const SHARED = ['credentials', 'token']

/** The routes beside /api/v1. */
export const COMPATIBLE_ROUTES: readonly CompatibleRoute[] = [
  {
    method: 'POST',
    path: '/api/reports',
    summary:
      'Takes a report. 202 says that all of it is on the disk; the header Spoor-Fields, which fields are wished.',
    proofs: ['credentials'],
    parameters: {},
    body: report,
    answer: took,
    status: 202,
  },
  {
    method: 'POST',
    path: '/api/totals',
    summary: 'Takes what an agent counted in periods, each with all of its numbers. 202 says that it is on the disk.',
    proofs: ['credentials'],
    parameters: {},
    body: broughtTotals,
    answer: v.object({ kept: count, known: count }),
    status: 202,
  },
  {
    method: 'GET',
    path: '/api/reports',
    summary: 'What was reported, the newest first; of an agent its own host.',
    proofs: SHARED,
    parameters: { 'reports[host]': number('The name of the host.'), ...PAGE },
    answer: v.object({ reports: v.array(shownReport), metadata }),
  },
  {
    method: 'GET',
    path: '/api/mailbox_events',
    summary: 'Events of mailboxes, the newest first; of an agent those of its own host.',
    proofs: SHARED,
    parameters: {
      'mailbox_events[host]': number('The name of the host.'),
      'mailbox_events[class]': v.exactOptional(
        v.pipe(v.picklist(ASSESSMENTS), v.description('Only those of this class.')),
      ),
      'mailbox_events[primary_event_id]': number('Only those that have something in common with this event.'),
      'mailbox_events[association]': v.exactOptional(
        v.pipe(
          v.picklist(['mailbox_address', 'ip_actor', 'forward_recipient']),
          v.description('What they have in common.'),
        ),
      ),
      ...PAGE,
    },
    answer: v.object({ mailbox_events: v.array(shownMailboxEvent), metadata }),
  },
  {
    method: 'GET',
    path: '/api/mailbox_events/:id',
    summary: 'One event of a mailbox.',
    proofs: SHARED,
    parameters: {},
    answer: oneEvent,
  },
  {
    method: 'PATCH',
    path: '/api/mailbox_events/:id',
    summary: 'Says what an event was; not for agents.',
    proofs: SHARED,
    parameters: {},
    body: v.object({ mailbox_event: v.object({ assessment: v.picklist(ASSESSMENTS) }) }),
    answer: oneEvent,
  },
  {
    method: 'POST',
    path: '/api/enrolments',
    summary: 'Gives a server credentials for one use of an enrolment token, the same again for the same secret.',
    proofs: ['enrolment'],
    parameters: {},
    body: enrolment,
    answer: v.object({ identifier: v.string() }),
    status: 201,
  },
  {
    method: 'PUT',
    path: '/api/agents/status',
    summary: 'Tells how an agent is: the last one counts.',
    proofs: ['credentials'],
    parameters: {},
    body: agentStatus,
    answer: [],
    status: 204,
  },
  {
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the hub answers at all.',
    proofs: [],
    parameters: {},
    answer: ['text/plain'],
  },
  {
    method: 'GET',
    path: '/readyz',
    summary: 'Whether reports can be stored now.',
    proofs: [],
    parameters: {},
    answer: ['text/plain'],
  },
  {
    method: 'GET',
    path: '/metrics',
    summary: 'The numbers for Prometheus, to the addresses that metrics_from names.',
    proofs: [],
    parameters: {},
    answer: ['text/plain'],
  },
]
