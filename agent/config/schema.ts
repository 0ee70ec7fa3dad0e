import * as v from 'valibot'
import { retired, section } from '../../lib/settings/section.ts'
import {
  duration,
  hostName,
  include,
  labels,
  origin,
  path,
  proxy,
  rate,
  size,
  text,
  zone,
} from '../../lib/settings/value.ts'
import { cpanelAccess } from '../drivers/cpanel-access.ts'
import { cpanelError } from '../drivers/cpanel-error.ts'
import { cpanelLogin } from '../drivers/cpanel-login.ts'
import type { Driver } from '../drivers/driver.ts'
import { metrics } from './metrics-schema.ts'
import { spool } from './spool-schema.ts'
import { endpoint, events, log, pins, successes } from './value.ts'

// Every option stands here once: its type, its default, its sentence and an example. What reads the file, the example
// file and the table in docs/configuration.md are all made from this.

const start = v.optional(v.picklist(['end', 'beginning'], 'is neither end nor beginning'), 'end')

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
const follower = ({ path: usual }: Driver) =>
  v.optional(
    section({
      name: v.pipe(
        log,
        v.description('Where the log is; with a * in its last part, all logs of that folder with such names.'),
        v.metadata({ example: usual }),
      ),
      start: v.pipe(
        start,
        v.description(
          'Where to begin a log that is there when it is first seen: end or beginning. One that appears later is read from its beginning.',
        ),
      ),
      olddir: v.pipe(
        v.optional(v.pipe(v.string(), v.nonEmpty('is empty'))),
        v.description("Where rotations move copies to, as logrotate's olddir: a folder, relative to the log's own."),
        v.metadata({ example: 'old' }),
      ),
      zone: v.pipe(
        v.optional(zone),
        v.description("The time zone of lines that carry none, a name or ±HHMM; the machine's own without this."),
        v.metadata({ example: 'Europe/Vienna' }),
      ),
      maxinterval: retired,
      debug: retired,
      transformer: retired,
      tail: retired,
    }),
  )

const followers = v.pipe(
  section({
    access: v.pipe(follower(cpanelAccess), v.description('Requests: who added or removed a forward, and from where.')),
    error: v.pipe(follower(cpanelError), v.description('What the cPanel hook wrote: where new forwards lead.')),
    login: v.pipe(follower(cpanelLogin), v.description('Logins.')),
  }),
  v.partialCheck(
    [['access'], ['error'], ['login']],
    ({ access, error, login }) => (access ?? error ?? login) !== undefined,
    'names no log; write access, error or login below it',
  ),
  v.description('The logs to follow, each with its path. What is left out is not followed.'),
)

const credentials = v.pipe(
  section({
    api_identifier: v.pipe(
      text,
      v.excludes(':', 'holds a colon, which Basic authentication cannot carry'),
      v.description('The identifier that the Spoor server gave for this host.'),
      v.metadata({ example: 'YOUR-IDENTIFIER', blank: true }),
    ),
    api_secret_file: v.pipe(
      v.optional(path),
      v.description('A file with the secret and nothing else; only what sends the reports reads it.'),
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
  v.partialCheck(
    [['api_secret'], ['api_secret_file']],
    (given) => given.api_secret === undefined || given.api_secret_file === undefined,
    'holds both api_secret and api_secret_file; write one of them',
  ),
)

const transmissionEntries = {
  enabled: v.pipe(
    v.optional(v.picklist(['true', 'false'], 'is neither true nor false'), 'true'),
    v.description('Whether reports are sent; with false they stay in the spool, and nothing leaves this host.'),
    v.metadata({ example: 'false' }),
  ),
  host: v.pipe(
    origin,
    v.description(
      'The Spoor API: https://, its host and, where it is not 443, its port. http:// is for this machine alone.',
    ),
    v.metadata({ example: 'https://spoor.example.com', blank: true }),
  ),
  endpoints: section({
    report: v.pipe(v.optional(endpoint, '/api/reports'), v.description('The path there that takes reports.')),
    report_list: v.pipe(
      v.optional(endpoint, '/api/reports'),
      v.description('The path there that spoor-agent reports asks for the reports of this host.'),
    ),
    event_list: v.pipe(
      v.optional(endpoint, '/api/mailbox_events'),
      v.description('The path there that spoor-agent events asks for the mailbox events of this host.'),
    ),
    partial_report_log: retired,
  }),
  credentials,
  ca_file: v.pipe(
    v.optional(path),
    v.description('Certificates (PEM) of authorities to trust besides those of the system.'),
    v.metadata({ example: '/etc/spoor/ca.pem' }),
  ),
  timeout: v.pipe(
    v.optional(v.pipe(duration, v.maxValue(3_600_000, 'is longer than an hour')), '30s'),
    v.description('How long one request may take.'),
  ),
  concurrency: v.pipe(
    v.optional(
      v.pipe(text, v.regex(/^([1-9]|1[0-6])$/, 'is not a whole number from 1 to 16'), v.transform(Number)),
      '4',
    ),
    v.description('How many requests may be under way at once, 1 to 16.'),
  ),
  rate: v.pipe(
    v.optional(rate),
    v.description('How many requests may begin in a second (/s), minute (/m) or hour (/h), evenly spread.'),
    v.metadata({ example: '10/s' }),
  ),
  accept: v.pipe(
    v.optional(successes),
    v.description(
      'Statuses (2xx, one or a list) that say, like 202, that the API has a report. At any other success it stays in the spool.',
    ),
    v.metadata({ example: '200' }),
  ),
  retry_refused: v.pipe(
    v.optional(v.picklist(['true', 'false'], 'is neither true nor false'), 'false'),
    v.description(
      'Whether a report that the API refuses stays in the spool and is tried again; with false it goes to transmission_failed.',
    ),
    v.metadata({ example: 'true' }),
  ),
  compress: v.pipe(
    v.optional(v.picklist(['gzip', 'none'], 'is neither gzip nor none'), 'none'),
    v.description('Whether reports are sent compressed, which the API has to understand: gzip or none.'),
  ),
  proxy: v.pipe(
    v.optional(proxy),
    v.description(
      'The proxy by which the API is reached, http:// or https://, where it must be with user and password; none for none. Without this HTTPS_PROXY and NO_PROXY of the environment count.',
    ),
    v.metadata({ example: 'http://proxy.example.com:3128' }),
  ),
  cert_file: v.pipe(
    v.optional(path),
    v.description('The certificate (PEM) that the agent shows where the API asks for one.'),
    v.metadata({ example: '/etc/spoor/client.pem' }),
  ),
  key_file: v.pipe(
    v.optional(path),
    v.description('Its private key (PEM), without a passphrase; only what sends the reports reads it.'),
    v.metadata({ example: '/etc/spoor/private/client.key' }),
  ),
  pin: v.pipe(
    v.optional(pins),
    v.description(
      "The digest of the API's public key, as curl writes it, or a list: certificates with other keys are refused.",
    ),
    v.metadata({ example: 'sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
  ),
}

const transmission = v.pipe(
  section(transmissionEntries),
  v.partialCheck(
    [['cert_file'], ['key_file']],
    (given) => (given.cert_file === undefined) === (given.key_file === undefined),
    'holds one of cert_file and key_file without the other; write both',
  ),
)

const host = section({
  name: v.pipe(
    v.optional(hostName),
    v.description("What this host is called in reports; the machine's own name without this."),
    v.metadata({ example: 'web1.example.com' }),
  ),
  labels: v.pipe(
    v.optional(labels, {}),
    v.description('What else each report tells of this host: up to 16 names with a text each, free to choose.'),
    v.metadata({ example: '{ site: vienna, role: shared }' }),
  ),
})

/** The whole configuration. */
export const SCHEMA = section({
  include: v.pipe(
    v.optional(include, 'conf.d/*.yml'),
    v.description(
      'Further files, each of which overrides those before: a path, relative to the folder of this file, or a list; a * in the last part stands for any characters; none for none.',
    ),
    v.metadata({ example: '[conf.d/*.yml, /etc/hosting/spoor.yml]' }),
  ),
  followers,
  transmission,
  spool,
  runtime: section({
    path: v.pipe(v.optional(path, '/run/spoor'), v.description('The folder for what need not outlive a reboot.')),
  }),
  limits: section({
    read_rate: v.pipe(
      v.optional(v.pipe(size, v.minValue(65_536, 'is less than 64KiB'))),
      v.description(
        'How much of the logs is read in a second at most, all together; without this as fast as it can be.',
      ),
      v.metadata({ example: '50MiB' }),
    ),
    memory: v.pipe(
      v.optional(v.pipe(size, v.minValue(32 * 1024 ** 2, 'is less than 32MiB'))),
      v.description(
        'How much memory each process may take, without its executable (RssAnon); one that takes more ends in order, and systemd starts it again.',
      ),
      v.metadata({ example: '64MiB' }),
    ),
  }),
  metrics,
  events: v.pipe(
    v.optional(events, 'spoor'),
    v.description(
      'What is reported: spoor (what App::Spoor reported: logins and forwards of mailboxes), or a list of kinds of events.',
    ),
    v.metadata({ example: '[login, forward_removed]' }),
  ),
  host,
  application: retired,
})
