import type { Field, Fields } from '../field.ts'
import { AGENT_FIELDS } from './agent.ts'
import { CONCLUSION_FIELDS } from './conclusions.ts'
import { ENTRY_FIELDS } from './entries.ts'

/** What the hub says of hosts, mailboxes and accounts. */
export const HUB_FIELDS = {
  since: {
    type: 'integer',
    unit: 'seconds since 1970-01-01T00:00:00Z',
    meaning: 'Since when it is so, or was; of `foreign_host` and `incidents_left_out` the beginning of the hour.',
    example: 1_795_870_931,
    privacy: 'operational',
  },
  seconds: {
    type: 'integer',
    unit: 'seconds',
    meaning: 'How long it has lasted by the time of the event.',
    example: 900,
    privacy: 'operational',
  },
  count: CONCLUSION_FIELDS.count,
  source: AGENT_FIELDS.source,
  log: ENTRY_FIELDS.log,
  problem: AGENT_FIELDS.problem,
  named_host: {
    type: 'text',
    longest: 255,
    meaning: 'The host that the first of these entries named, cut.',
    example: 'web9.example.com',
    privacy: 'operational',
  },
  rule: {
    type: 'text',
    longest: 32,
    meaning: 'The name of the rule about the traffic of all hosts together.',
    example: 'shops',
    privacy: 'operational',
  },
  measure: {
    type: 'choice',
    values: {
      requests: 'requests',
      bytes: 'bytes that were sent',
      errors: 'requests that the servers failed to answer (status 5xx), in percent',
    },
    meaning: 'What was summed up.',
    example: 'requests',
    privacy: 'operational',
  },
  of: {
    type: 'text',
    longest: 640,
    meaning: 'The label or the virtual host that the rule names; null for all of all hosts.',
    example: 'shop',
    privacy: 'personal',
    untold: 'all hosts',
  },
  value: {
    type: 'integer',
    unit: 'requests, bytes or percent',
    meaning: 'How much there was in that time.',
    example: 180_000,
    privacy: 'operational',
  },
  limit: {
    type: 'integer',
    unit: 'requests, bytes or percent',
    meaning: 'How much there may be in that time.',
    example: 150_000,
    privacy: 'operational',
  },
  country: {
    type: 'text',
    longest: 2,
    meaning: 'The country of the client by ISO 3166-1, as the database tells it.',
    example: 'DE',
    privacy: 'personal',
  },
  as_number: {
    type: 'integer',
    unit: 'as IANA assigns it',
    meaning: "The number of the client's autonomous system.",
    example: 64_496,
    privacy: 'personal',
  },
  as_name: {
    type: 'text',
    longest: 100,
    meaning: 'Who operates it, as the database tells it.',
    example: 'Example Telecom',
    privacy: 'personal',
  },
  known_days: CONCLUSION_FIELDS.known_days,
  service: ENTRY_FIELDS.service,
  parts: CONCLUSION_FIELDS.parts,
  generation: ENTRY_FIELDS.generation,
  offset: ENTRY_FIELDS.offset,
} as const satisfies Fields

/** The field of that name; undefined if there is none. */
export function hubFieldNamed(name: string): Field | undefined {
  return Object.entries<Field>(HUB_FIELDS).find(([key]) => key === name)?.[1]
}
