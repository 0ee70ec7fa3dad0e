import * as v from 'valibot'
import type { SectionWords } from '../../../lib/notify/channel-keys.ts'
import { mailSection } from '../../../lib/notify/mail/mail-section.ts'
import { webhookSection } from '../../../lib/notify/webhook/webhook-section.ts'
import { section } from '../../../lib/settings/section.ts'
import { text } from '../../../lib/settings/value.ts'
import { shortName } from './short-name.ts'

const WORDS: SectionWords = { whoSends: 'the hub', folder: '/etc/spoor-hub' }

const channel = v.pipe(
  section({
    mail: v.optional(mailSection(WORDS)),
    webhook: v.optional(webhookSection(WORDS)),
    per_hour: v.pipe(
      v.optional(
        v.pipe(text, v.regex(/^[1-9]\d{0,2}$/, 'is not a whole number from 1 to 999'), v.transform(Number)),
        '20',
      ),
      v.description(
        'How many messages an hour it gets at most, not counting less severe ones; the rest comes together in one.',
      ),
    ),
  }),
  v.partialCheck(
    [['mail'], ['webhook']],
    (given) => given.mail !== undefined || given.webhook !== undefined,
    'needs a section mail or a section webhook; write one of them',
  ),
  v.forward(
    v.partialCheck(
      [['mail'], ['webhook']],
      (given) => given.mail === undefined || given.webhook === undefined,
      'stands beside a section webhook; write one of them, or two channels',
    ),
    ['mail'],
  ),
)

/** The section `alerts.channels`: whom the hub can tell something, and how, by names of the operator's choice. */
export const channels = v.pipe(
  v.optional(v.record(shortName, channel, 'is not a section'), {}),
  v.description('How people are told, by names of your choice: each is a section mail or a section webhook.'),
  v.metadata({
    example: `
  staff:
    mail: { from: spoor@example.com, to: [anna@example.com, duty@example.com] }`,
  }),
)
