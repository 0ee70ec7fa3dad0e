import type { EventOf } from '../../lib/event/event.ts'
import { parseStamp } from '../../lib/time/stamp.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import type { Driver, ParseContext, Parsed } from './driver.ts'
import { type EximLine, parseEximLine } from './exim-line.ts'
import { type Submission, submissionIn } from './exim-submission.ts'
import { forwardOf } from './forward.ts'
import { contextOfMailUser, isServiceCheck } from './mail-user.ts'

/** What its lines can say. */
type MailKind = 'mail_submitted' | 'mail_forwarded' | 'mail_limit_reached' | 'login_failed' | 'login_deferred'

/** An event without its time. */
type Undated<K extends MailKind> = K extends MailKind ? Omit<EventOf<K>, 'time'> : never

/** What a line says; its time is read only if it is of interest. */
type Said = Submission | Undated<MailKind> | 'uninteresting' | 'unrecognised'

/**
 * Exim's main log: who hands in mail, whose password is refused, and mail that leaves by a forward or is stopped by a
 * limit. Senders, HELO, message ids, subjects and the answers of other servers are anybody's text. Sources: Exim's
 * specification, "Log files", and the samples of cPanel, crowdsec, fail2ban and csm.
 */
export const eximMain: Driver<MailKind> = {
  name: 'exim-main',
  kinds: ['mail_submitted', 'mail_forwarded', 'mail_limit_reached', 'login_failed', 'login_deferred'],
  // `_i` and `_f` differ in few bits, as `A=` and `U=` do.
  needles: ['_id', '_forwar', ' has ', 'A=', 'U='],
  parse: (line: string, { zone }: ParseContext): Parsed<MailKind> => {
    const entry = parseEximLine(line)
    if (entry === undefined) return 'unrecognised'
    const said = saidBy(entry)
    if (typeof said === 'string') return said
    const time = parseStamp(entry.stamp, zone)
    return time === undefined ? 'unrecognised' : [{ ...said, time }]
  },
}

function saidBy({ hasId, text }: EximLine): Said {
  if (hasId && text.startsWith('<= ')) return submissionIn(text)
  if (hasId && /^[=-]> /.test(text)) return forwardedIn(text)
  return limitIn(text) ?? (hasId ? 'uninteresting' : refusalIn(text))
}

/** A delivery, from where it leads to whom it was sent: `=> final (between) <original> R=router T=transport`. */
const DELIVERY =
  /^[=-]> ([^ "<>()]+) (?:\([^ "()]*\) )*<([^ "<>]+)> (?:[A-QS-Z][A-Z]*=[^ "]+ )*R=[\w-]+ T=(?:dkim_)?remote_forwarded_smtp(?= |$)/

/** cPanel's configuration of Exim has a transport of its own for mail that leaves because of a forward. */
function forwardedIn(text: string): Said {
  const [, final = '', mailbox = ''] = DELIVERY.exec(text) ?? []
  if (!isName(mailbox)) return / T=(?:dkim_)?remote_forwarded_smtp /.test(text) ? 'unrecognised' : 'uninteresting'
  const context = mailbox.includes('@') ? 'mailbox' : 'domain'
  const forward_recipient = forwardOf(final).recipient
  return { type: 'mail_forwarded', context, mailbox_address: mailbox, forward_recipient, service: null }
}

/** Said by cPanel's router for permissions or by Exim, never by another server, whose answers follow a transport. */
const LIMIT =
  /^(?:(?:\*\*|==) [^ "]+ (?:\([^ "()]*\) |<[^ "<>]*> )*(?:[A-QS-Z][A-Z]*=[^ "]+ )*R=enforce_mail_permissions ?(?:defer \(-?\d+\) ?)?: "?)?(?:Domain|Sender) ([^ "]+) has (an outgoing mail hold|exceeded the max (?:defers and failures|emails) per hour)/

/** Undefined for any other line. */
function limitIn(text: string): Said | undefined {
  const [, whose = '', what = ''] = LIMIT.exec(text) ?? []
  if (what === '') return undefined
  if (!isName(whose)) return 'unrecognised'
  const mail_limit = what.endsWith('hold') ? 'hold' : what.includes('emails') ? 'messages' : 'failures'
  const context = whose.includes('@') ? 'mailbox' : 'domain'
  return { type: 'mail_limit_reached', context, mailbox_address: whose, mail_limit, service: null }
}

const REFUSAL =
  /^\w+ authenticator failed for (?:H=)?(?:[^ ()"]+ )?(?:\([^()]*\) )?\[([\dA-Fa-f.:]+)\](?::\d+)?(?: [A-Za-z]+=(?:\[[^ \]]*\]|[^ ":[]+)(?::\d+)?)*: (\d)\d\d [\w ,.'-]*\(set_id=(.*)$/

/** A password that was refused (5xx) or could not be looked at (4xx). The name is what was typed, if it is one. */
function refusalIn(text: string): Said {
  const refusal = REFUSAL.exec(text)
  const isOne = /^\w+ authenticator failed for /.test(text) && text.includes('(set_id=')
  if (refusal === null || !text.endsWith(')')) return isOne ? 'unrecognised' : 'uninteresting'
  const [, address = '', status, typed = ''] = refusal
  const user = typed.slice(0, -1)
  if (user === '' || isServiceCheck(user)) return 'uninteresting'
  const ip = clientAddress(address)
  if (ip === undefined || !isName(user)) return 'unrecognised'
  const who = { context: contextOfMailUser(user), mailbox_address: user, ip, service: 'smtp' } as const
  if (status === '4') return { type: 'login_deferred', ...who }
  return { type: 'login_failed', ...who, login_fault: null, attempts: null }
}
