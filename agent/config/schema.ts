import * as v from 'valibot'
import { retired, section } from '../../lib/settings/section.ts'
import { hostName, include, labels, path, size } from '../../lib/settings/value.ts'
import { ignore } from './ignore-schema.ts'
import { followers, logs } from './logs-schema.ts'
import { metrics } from './metrics-schema.ts'
import { receivers, transmission } from './receiver-schema.ts'
import { type Repeated, repeated } from './repeated.ts'
import { spool } from './spool-schema.ts'
import { events } from './value.ts'

// Every option stands once, here or in the schema of its section: its type, its default, its sentence and an example.
// What reads the file, the example file and the table in docs/configuration.md are all made from this.

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

const entries = section({
  include: v.pipe(
    v.optional(include, 'conf.d/*.yml'),
    v.description(
      'Further files, each of which overrides those before: a path, relative to the folder of this file, or a list; a * in the last part stands for any characters; none for none.',
    ),
    v.metadata({ example: '[conf.d/*.yml, /etc/hosting/spoor.yml]' }),
  ),
  followers,
  logs,
  transmission,
  receivers,
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
      'What each receiver gets that has no events of its own: spoor (what App::Spoor reported: logins and forwards of mailboxes), or a list of kinds of events.',
    ),
    v.metadata({ example: '[login, forward_removed]' }),
  ),
  ignore,
  host,
  application: retired,
})

/** The whole configuration. */
export const SCHEMA = v.pipe(
  entries,
  v.partialCheck(
    [['followers'], ['logs']],
    ({ followers = {}, logs }) => [...Object.values(followers), ...logs].some((log) => log !== undefined),
    'names nothing to watch; write followers or logs',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const { path, message } of repeated(dataset.value)) addIssue({ message, path: issuePath(dataset.value, path) })
  }),
)

/** What valibot wants to know of the place of an issue. */
function issuePath(
  input: Record<string, unknown>,
  [list, index]: Repeated['path'],
): [v.IssuePathItem, v.IssuePathItem] {
  const items = input[list]
  return [
    { type: 'object', origin: 'value', input, key: list, value: items },
    { type: 'array', origin: 'value', input: Array.isArray(items) ? items : [], key: index, value: undefined },
  ]
}
