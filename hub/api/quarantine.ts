import * as v from 'valibot'
import type { QuarantineAnswer } from '../contract/settings-contract.ts'
import { hostsOf } from '../store/ask/hosts-of.ts'
import { quarantinedEntries } from '../store/ask/quarantined-entries.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'
import { agentNamed, HOST, numberUpTo } from './event-parameters.ts'
import { seconds } from './event-shape.ts'

const REASONS = ['foreign_host', 'invalid', 'unknown_kind'] as const

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
      reason: v.exactOptional(v.picklist(REASONS, `is none of ${REASONS.join(', ')}`)),
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
