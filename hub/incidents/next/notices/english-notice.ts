import { dateAndTime } from '../../../../lib/time/date-and-time.ts'
import { type Happening, named } from '../todo.ts'
import type { NoticeLanguage } from './notice-language.ts'

/** The notice in English. */
export const ENGLISH_NOTICE: NoticeLanguage = {
  used: (name) => `Somebody else has probably used ${name}.`,
  saw: 'What we saw:',
  told: {
    login_burst: () => 'Somebody tried many passwords.',
    login_after_burst: ({ ip }) => `Somebody logged in after many wrong passwords${from(ip)}.`,
    login_new_place: ({ ip }) => `Somebody logged in from a network that was not used before${from(ip)}.`,
    login_new_country: ({ ip }) => `Somebody logged in from a country that was not used before${from(ip)}.`,
    forward_added: forwarded,
    forward_added_partial_recipient: forwarded,
    forward_found: forwarded,
    filter_stored: filtered,
    filter_found: filtered,
    autoresponder_added: () => 'An automatic answer was set.',
    mail_burst: ({ fields }) => `Much mail was sent, to ${named(fields['count'] ?? 'many')} recipients or more.`,
    mailbox_password_changed: () => 'The password was changed.',
    mail_limit_reached: () => 'Outgoing mail was stopped.',
  },
  time: (milliseconds) => `${dateAndTime(milliseconds)} UTC`,
  more: (count) => `and ${count} more.`,
  ask: 'What we ask of you:',
  asked: [
    'Choose a password that you use nowhere else. Where you used the old one, change it there, too.',
    'See whether the telephone, the computer or the mail program that has the password is yours alone.',
    'Look at your forwards, filters and automatic answers, and tell us which are not yours.',
    'Whoever had the password could read your mail. Think of what else it opens: shops, banks, other accounts.',
  ],
}

function from(ip: string | null): string {
  return ip === null ? '' : `, from ${named(ip)}`
}

function forwarded({ fields }: Happening): string {
  const { forward_recipient: recipient } = fields
  return recipient === undefined ? 'A forward was set.' : `Mail was set to go to ${named(recipient)}, too.`
}

function filtered({ fields }: Happening): string {
  return fields['filter_action'] === 'discard' ? 'A filter was set that throws mail away.' : 'A mail filter was set.'
}
