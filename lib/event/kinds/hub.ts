import type { HubDefinition } from '../definition.ts'

const PLACE = { country: 'maybe', as_number: 'maybe', as_name: 'maybe', known_days: 'always' } as const
const LOGIN = { service: 'maybe', parts: 'always', log: 'maybe', generation: 'maybe', offset: 'maybe' } as const

const FLEET_TRAFFIC = {
  rule: 'always',
  measure: 'always',
  of: 'maybe',
  value: 'always',
  limit: 'always',
  seconds: 'always',
  since: 'always',
} as const

/**
 * What the hub tells: of a host that it does not see, or not right; of a mailbox or account that is used; of hosts
 * together.
 */
export const HUB = {
  host_silent: {
    sentence: 'Neither a report nor a status came from a host for long: nothing that happens there is seen.',
    words: 'was not heard for {seconds}',
    // More than one of its logs, which may be known and acknowledged.
    severity: 'critical',
    fields: { since: 'always', seconds: 'always' },
  },
  host_heard: {
    sentence: 'A host that was silent is heard again.',
    words: 'is heard again, after {seconds}',
    severity: 'info',
    fields: { since: 'always', seconds: 'always' },
  },
  source_blind: {
    sentence: 'The agent runs, but has not been able to read a log, or any of them, for long.',
    words: 'does not see {source}: {problem}',
    severity: 'high',
    fields: { source: 'maybe', log: 'maybe', problem: 'always', since: 'always', seconds: 'always' },
  },
  source_seen: {
    sentence: 'A log that the agent could not read is read again.',
    words: 'sees {source} again, after {seconds}',
    severity: 'info',
    fields: { source: 'maybe', log: 'maybe', since: 'always', seconds: 'always' },
  },
  foreign_host: {
    sentence: 'An agent reported events of a host for which it may not speak; told once an hour at most.',
    words: 'spoke for another host: {named_host}',
    severity: 'high',
    fields: { named_host: 'always', since: 'always' },
  },
  incidents_left_out: {
    sentence:
      'What one host alone tells would open more incidents than a host does; told at the 1st, 10th, 100th … left out in an hour.',
    words: 'tells of more than a host does: further incidents are left out, {count} so far within an hour',
    severity: 'high',
    fields: { count: 'always', since: 'always' },
  },
  login_new_country: {
    sentence: 'A mailbox or account is used from a country from which it was not used before.',
    words: 'was used from a new country, {country}, after {known_days} days from others',
    severity: 'medium',
    fields: { ...PLACE, ...LOGIN },
  },
  login_new_provider: {
    sentence: 'A mailbox or account is used over the network of an operator over whose it was not used before.',
    words: 'was used over a new network operator, {as_name}, after {known_days} days over others',
    severity: 'low',
    fields: { ...PLACE, ...LOGIN },
  },
  fleet_traffic_high: {
    sentence:
      'Hosts together have more traffic, or errors, than a rule of the hub allows; told as an event of the one that has most of it.',
    words: 'has most of too much, {value} {measure} of {of} in {seconds}, limit {limit}',
    severity: 'high',
    fields: FLEET_TRAFFIC,
  },
  fleet_traffic_recovered: {
    sentence: 'Hosts together had too much traffic, or too many errors, and do not any more.',
    words: 'had most of too much, which is over: {value} {measure} of {of} in {seconds}',
    severity: 'info',
    fields: FLEET_TRAFFIC,
  },
} as const satisfies Readonly<Record<string, HubDefinition>>
