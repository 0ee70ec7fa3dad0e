import * as v from 'valibot'
import { VERSION } from '../../lib/command-line/version.ts'
import type { PulseAnswer } from '../contract/pulse-contract.ts'
import { type ApiRoute, jsonRoute } from './api-route.ts'

const answer: v.GenericSchema<PulseAnswer> = v.object({
  version: v.string(),
  events: v.pipe(v.number(), v.integer(), v.description('How many new events reports brought in the last minute.')),
  stored: v.nullable(
    v.pipe(
      v.number(),
      v.description('How long such a report waited until it was stored, in milliseconds; null if none came.'),
    ),
  ),
})

/** `GET /api/v1/pulse`. */
export const pulseRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/pulse',
    summary: 'How the hub that answers does: its version, and what came to it in the last minute.',
    parameters: {},
    answer,
  },
  async (_, { counts }) => {
    const { events, wait } = counts.lastMinute.sums()
    return { version: VERSION, events, stored: wait === undefined ? null : Math.round(wait * 10_000) / 10 }
  },
)
