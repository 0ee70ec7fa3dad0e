import type { Definitions } from '../definition.ts'

/** With the virtual host, the context is `domain`; without one, `system`. */
const OF_SITES = { takeover: false, contexts: ['domain', 'system'], services: [] } as const

const OF_CLIENTS = { takeover: false, contexts: ['system'], services: [] } as const

/** What counting requests in access logs finds. */
export const TRAFFIC = {
  traffic_high: {
    sentence: 'There are more requests or bytes than the configuration allows, of one web site or of all.',
    words: 'much traffic of {vhost}: {value} {measure} in {seconds}, limit {limit}',
    severity: 'low',
    ...OF_SITES,
    fields: { measure: 'always', vhost: 'maybe', value: 'always', limit: 'always', seconds: 'always' },
  },
  traffic_errors_high: {
    sentence:
      'The server fails to answer more requests (5xx) than the configuration allows, of one web site or of all.',
    words: 'many errors of {vhost}: {value} requests with 5xx in {seconds}, limit {limit}',
    severity: 'high',
    ...OF_SITES,
    fields: { vhost: 'maybe', value: 'always', limit: 'always', seconds: 'always' },
  },
  traffic_recovered: {
    sentence: 'There were too many requests, bytes or errors, and there are not any more.',
    words: 'traffic of {vhost} is normal again: {value} {measure} in {seconds}',
    severity: 'info',
    ...OF_SITES,
    fields: { measure: 'always', vhost: 'maybe', value: 'always', limit: 'always', seconds: 'always' },
  },
  traffic_silent: {
    sentence: 'Nobody asks for anything of a web site that was asked for much before.',
    words: 'no request to {vhost} in {seconds}, before that {limit} and more',
    severity: 'low',
    ...OF_SITES,
    fields: { vhost: 'maybe', limit: 'always', seconds: 'always' },
  },
  traffic_resumed: {
    sentence: 'A web site that was silent is asked again.',
    words: 'requests to {vhost} again: {value} in {seconds}',
    severity: 'info',
    ...OF_SITES,
    fields: { vhost: 'maybe', value: 'always', seconds: 'always' },
  },
  web_logins_high: {
    sentence: 'One address sends many passwords to web sites: POSTs to the login of WordPress, or to its XML-RPC.',
    words: 'sends many passwords to web sites: {value} in {seconds}, limit {limit}',
    severity: 'medium',
    ...OF_CLIENTS,
    fields: { ip: 'maybe', value: 'always', limit: 'always', seconds: 'always' },
  },
  web_logins_recovered: {
    sentence: 'An address that sent many passwords to web sites does not any more.',
    words: 'does not send many passwords to web sites any more: {value} in {seconds}',
    severity: 'info',
    ...OF_CLIENTS,
    fields: { ip: 'maybe', value: 'always', limit: 'always', seconds: 'always' },
  },
} as const satisfies Definitions
