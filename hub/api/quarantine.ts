import * as v from 'valibot'
import type { QuarantineAnswer } from '../contract/settings-contract.ts'
import { QUARANTINE_REASONS } from '../ingest/quarantine-reasons.ts'
import { takeAgain } from '../ingest/taken-again.ts'
import { mayManage } from '../people/rights.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { quarantinedEntries } from '../store/ask/quarantined-entries.ts'
import { dayOf } from '../store/segment-days.ts'
import { type ApiRoute, changeRoute, jsonRoute } from './api-route.ts'
import { agentNamed, HOST, numberUpTo } from './event-parameters.ts'
import { seconds } from './event-shape.ts'
import { doneBy } from './people/people.ts'

const reason = v.picklist(QUARANTINE_REASONS, `is none of ${QUARANTINE_REASONS.join(', ')}`)

const entriesAnswer: v.GenericSchema<QuarantineAnswer> = v.object({
  entries: v.array(
    v.object({
      id: v.number(),
      at: seconds,
      host: v.pipe(v.string(), v.description('Whose agent sent it.')),
      reason: v.string(),
      detail: v.string(),
      entry: v.pipe(v.string(), v.description('As sent, the first 4,096 characters of its JSON.')),
    }),
  ),
  next: v.nullable(v.number()),
})

/** `GET /api/v1/quarantine`. */
export const quarantineRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/quarantine',
    summary: 'Entries that could not be taken as events, newest first.',
    parameters: {
      ...HOST,
      reason: v.exactOptional(reason),
      before: v.exactOptional(numberUpTo(Number.MAX_SAFE_INTEGER, 'The value of next from the page before.')),
      limit: v.optional(numberUpTo(1000, 'How many at most.'), '100'),
    },
    answer: entriesAnswer,
  },
  async ({ host, ...asked }, { store }) => {
    const rows = await store.ask(quarantinedEntries, { ...asked, ...(await agentNamed({ store }, host)) })
    const hosts = new Map(await store.ask(hostsOf, [...new Set(rows.map(({ agent }) => agent))]))
    const entries = rows.map(({ agent, ...row }) => ({ ...row, host: hosts.get(agent) ?? '' }))
    return { entries, next: rows.length < asked.limit ? null : (rows.at(-1)?.id ?? null) }
  },
)

/** `POST /api/v1/quarantine/take`. */
export const takeQuarantineRoute: ApiRoute = changeRoute(
  {
    method: 'POST',
    path: '/api/v1/quarantine/take',
    right: mayManage,
    summary: 'Takes entries that are events by now, as after a rename or an update; looks at 500, the newest first.',
    body: v.strictObject({
      host: v.exactOptional(v.pipe(v.string(), v.description('Only what the agent of this host sent.'))),
      reason: v.exactOptional(reason),
      before: v.exactOptional(
        v.pipe(v.number(), v.safeInteger(), v.description('The value of next from the answer before.')),
      ),
    }),
    answer: v.object({
      taken: v.pipe(v.number(), v.description('How many are events now.')),
      left: v.pipe(v.number(), v.description('How many of those looked at stay.')),
      next: v.nullable(v.number()),
    }),
  },
  async ({ host, ...asked }, request) => {
    const { store, config, turns } = request
    const { now, by } = doneBy(request)
    const filter = { ...asked, ...(await agentNamed({ store }, host)) }
    const oldest = dayOf(now - config.retention.events / 1000)
    return { status: 200, body: { json: await takeAgain({ store, filter, now, oldest, by, turns }) } }
  },
)
