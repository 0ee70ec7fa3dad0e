import * as v from 'valibot'
import type { SectionWords } from '../../../lib/notify/channel-keys.ts'
import { commandSection } from '../../../lib/notify/command/command-section.ts'
import { mailSection } from '../../../lib/notify/mail/mail-section.ts'
import { webhookSection } from '../../../lib/notify/webhook/webhook-section.ts'
import { section } from '../../../lib/settings/section.ts'
import { duration, oneOrList, text, truth } from '../../../lib/settings/value.ts'
import { receiverName } from '../receivers/receiver-name.ts'
import { context, eventNames, severity } from '../wish-schema.ts'
import type { AlertPace } from './alert-config.ts'

const WORDS: SectionWords = { whoSends: 'the agent', folder: '/etc/spoor' }

const DAY = 86_400_000

const mailboxes = v.pipe(
  text,
  v.maxLength(254, 'is longer than 254 characters'),
  v.regex(
    /^(?:[^@*\s]+@|\*@|\*\.)[a-z\d-]+(?:\.[a-z\d-]+)*$/i,
    'is neither an address nor *@example.com nor *.example.com',
  ),
  v.toLowerCase(),
)

const pace = v.pipe(
  text,
  v.regex(/^(?:at once|hourly|daily at (?:[01]\d|2[0-3]):[0-5]\d)$/, 'is none of at once, hourly, daily at HH:MM'),
  v.transform((written): AlertPace => {
    if (written === 'at once' || written === 'hourly') return written
    const [hour = 0, minute = 0] = written.slice('daily at '.length).split(':').map(Number)
    return { hour, minute }
  }),
)

const NO_DIGEST = 'is for mail and webhook, as a command runs for each event; leave it out, and write command.rate'

function isFor({ command }: { readonly command?: unknown }, value: unknown): boolean {
  return command === undefined || value === undefined
}

const alert = v.pipe(
  section({
    name: v.pipe(receiverName, v.metadata({ example: 'ops' })),
    mail: v.optional(mailSection(WORDS)),
    webhook: v.optional(webhookSection(WORDS)),
    command: v.optional(commandSection),
    events: v.pipe(
      v.optional(eventNames, 'all'),
      v.description('Which events it tells of, written like the top-level events.'),
      v.metadata({ example: '[mailbox_takeover, forward_added]' }),
    ),
    min_severity: v.pipe(
      v.optional(severity, 'high'),
      v.description('How much these events must matter at least: info, low, medium, high or critical.'),
    ),
    contexts: v.pipe(
      v.optional(oneOrList(context)),
      v.description('Whom these events must concern: mailbox, domain, system, or a list; without this anybody.'),
      v.metadata({ example: 'mailbox' }),
    ),
    mailboxes: v.pipe(
      v.optional(v.pipe(oneOrList(mailboxes), v.maxLength(1000, 'holds more than 1,000 items'))),
      v.description(
        'Which mailboxes these events must concern: an address, *@example.com for all of a domain, *.example.com for all of the domains below it, or a list of these; without this any, or none.',
      ),
      v.metadata({ example: "['boss@example.com', '*@example.org']" }),
    ),
    every: v.pipe(
      v.optional(pace),
      v.description("When it tells: at once, hourly, or daily at HH:MM by this host's clock; default: at once."),
      v.metadata({ example: 'daily at 08:00' }),
    ),
    limit: v.pipe(
      v.optional(
        v.pipe(duration, v.minValue(60_000, 'is less than a minute'), v.maxValue(DAY, 'is longer than a day')),
      ),
      v.description('The least time between two messages; what comes meanwhile is told together; default: 10m.'),
      v.metadata({ example: '10m' }),
    ),
    enabled: v.pipe(
      v.optional(truth, 'true'),
      v.description('Whether it tells; with false what it would tell waits.'),
      v.metadata({ example: 'false' }),
    ),
  }),
  v.partialCheck(
    [['mail'], ['webhook'], ['command']],
    ({ mail, webhook, command }) => [mail, webhook, command].filter((way) => way !== undefined).length === 1,
    'needs one of the sections mail, webhook and command, and no second one; write one of them',
  ),
  v.forward(
    v.partialCheck([['command'], ['every']], (given) => isFor(given, given.every), NO_DIGEST),
    ['every'],
  ),
  v.forward(
    v.partialCheck([['command'], ['limit']], (given) => isFor(given, given.limit), NO_DIGEST),
    ['limit'],
  ),
)

/** The list `alerts`: people whom this agent tells itself, and programs that it runs. */
export const alertList = v.pipe(
  v.optional(v.array(alert), []),
  v.description('Whom this agent tells itself of events that matter, by mail, webhook or a command, each with a name.'),
  v.metadata({
    example: `
  - name: ops
    mail: { from: spoor@example.com, to: anna@example.com }`,
  }),
)
