import * as v from 'valibot'
import { section, retired } from '../../../lib/settings/section.ts'
import { oneOrList, origin, path, rate, text, truth } from '../../../lib/settings/value.ts'
import { endpoint, successes } from '../value.ts'
import { context, eventNames, severity } from '../wish-schema.ts'
import { connection, enabled } from './connection-schema.ts'
import { totalsKinds } from './totals-schema.ts'

const credentials = v.pipe(
  section({
    api_identifier: v.pipe(
      text,
      v.excludes(':', 'holds a colon, which Basic authentication cannot carry'),
      v.description('The identifier that the Spoor server issued for this host.'),
      v.metadata({ example: 'YOUR-IDENTIFIER', blank: true }),
    ),
    api_secret_file: v.pipe(
      v.optional(path),
      v.description('A file with the secret and nothing else; only the process that sends reports reads it.'),
      v.metadata({ example: '/etc/spoor/private/api_secret', shown: true, insteadOf: 'api_secret' }),
    ),
    api_secret: v.pipe(
      v.optional(text),
      v.description('The secret itself, instead of api_secret_file.'),
      v.metadata({ example: 'YOUR-SECRET', insteadOf: 'api_secret_file' }),
    ),
  }),
  v.partialCheck(
    [['api_secret'], ['api_secret_file']],
    (given) => (given.api_secret ?? given.api_secret_file) !== undefined,
    'holds no secret; write api_secret_file: /etc/spoor/private/api_secret',
  ),
  v.forward(
    v.partialCheck(
      [['api_secret'], ['api_secret_file']],
      (given) => given.api_secret === undefined || given.api_secret_file === undefined,
      'stands beside api_secret_file; write one of them',
    ),
    ['api_secret'],
  ),
  v.metadata({ example: '{ api_identifier: YOUR-IDENTIFIER, api_secret_file: /etc/spoor/private/api_secret }' }),
)

/** The keys of a Spoor API, in `transmission` and in an item of `receivers`. */
export const spoorApiEntries = {
  enabled,
  host: v.pipe(
    origin,
    v.description(
      'The Spoor API: https://, its host and, unless it is 443, its port. http:// is only for this machine.',
    ),
    v.metadata({ example: 'https://spoor.example.com', blank: true }),
  ),
  endpoints: v.optional(
    section({
      report: v.pipe(
        v.optional(endpoint, '/api/reports'),
        v.description('The path on that host that accepts reports.'),
      ),
      report_list: v.pipe(
        v.optional(endpoint, '/api/reports'),
        v.description('The path that spoor-agent reports asks for the reports of this host.'),
      ),
      event_list: v.pipe(
        v.optional(endpoint, '/api/mailbox_events'),
        v.description('The path that spoor-agent events asks for the mailbox events of this host.'),
      ),
      partial_report_log: retired,
    }),
    {},
  ),
  credentials,
  ...connection,
  concurrency: v.pipe(
    v.optional(
      v.pipe(text, v.regex(/^([1-9]|1[0-6])$/, 'is not a whole number from 1 to 16'), v.transform(Number)),
      '4',
    ),
    v.description('How many requests may be in flight at once, 1 to 16.'),
  ),
  rate: v.pipe(
    v.optional(rate),
    v.description('How many requests may begin per second (/s), minute (/m) or hour (/h), evenly spread.'),
    v.metadata({ example: '10/s' }),
  ),
  accept: v.pipe(
    v.optional(successes),
    v.description(
      'Statuses (2xx, one or a list) that mean, like 202, that the API has accepted a report. After any other success it stays in the spool.',
    ),
    v.metadata({ example: '200' }),
  ),
  retry_refused: v.pipe(
    v.optional(truth, 'false'),
    v.description(
      'Whether a report that the API refuses stays in the spool and is retried; with false it moves to transmission_failed.',
    ),
    v.metadata({ example: 'true' }),
  ),
  status: v.pipe(
    v.optional(truth, 'false'),
    v.description(
      'Whether it is told every few minutes how this agent is; spoor-hub wants that, other Spoor APIs do not know it.',
    ),
    v.metadata({ example: 'true' }),
  ),
  totals: totalsKinds,
  events: v.pipe(
    v.optional(eventNames),
    v.description(
      'Which events it gets, written like the top-level events; without this those, and of a hub (status: true) checks and, unless those are spoor, agent, too.',
    ),
    v.metadata({ example: '[login, login_failed]' }),
  ),
  min_severity: v.pipe(
    v.optional(severity),
    v.description('How much these events must matter at least; without this the top-level min_severity applies.'),
    v.metadata({ example: 'medium' }),
  ),
  contexts: v.pipe(
    v.optional(oneOrList(context)),
    v.description('Whom these events must concern; without this the top-level contexts apply.'),
    v.metadata({ example: 'mailbox' }),
  ),
}
