import * as v from 'valibot'
import type { SectionWords } from '../../../lib/notify/channel-keys.ts'
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

const alert = v.pipe(
  section({
    name: v.pipe(receiverName, v.metadata({ example: 'ops' })),
    mail: v.optional(mailSection(WORDS)),
    webhook: v.optional(webhookSection(WORDS)),
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
      v.optional(pace, 'at once'),
      v.description("When it tells: at once, hourly, or daily at HH:MM by this host's clock."),
      v.metadata({ example: 'daily at 08:00' }),
    ),
    limit: v.pipe(
      v.optional(
        v.pipe(duration, v.minValue(60_000, 'is less than a minute'), v.maxValue(DAY, 'is longer than a day')),
        '10m',
      ),
      v.description('The least time between two messages; what comes meanwhile is told together.'),
    ),
    enabled: v.pipe(
      v.optional(truth, 'true'),
      v.description('Whether it tells; with false what it would tell waits.'),
      v.metadata({ example: 'false' }),
    ),
  }),
  v.partialCheck(
    [['mail'], ['webhook']],
    (given) => (given.mail === undefined) !== (given.webhook === undefined),
    'needs a section mail or a section webhook, and not both; write one of them',
  ),
)

/** The list `alerts`: people whom this agent tells itself. */
export const alertList = v.pipe(
  v.optional(v.array(alert), []),
  v.description('Whom this agent tells itself of events that matter, by mail or webhook, each with a name.'),
  v.metadata({
    example: `
  - name: ops
    mail: { from: spoor@example.com, to: anna@example.com }`,
  }),
)
