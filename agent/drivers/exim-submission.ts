import type { EventOf } from '../../lib/event/event.ts'
import { isName } from './captured-text.ts'
import { clientAddress } from './client-address.ts'
import { contextOfMailUser, isServiceCheck } from './mail-user.ts'

/** A submission, without its time. */
export type Submission = Omit<EventOf<'mail_submitted'>, 'time'>

/** The envelope's sender, which anybody chooses; only quotes hold spaces. A bounce names the message it is about. */
const ARRIVAL = /^<= (?:[^ "]|"(?:[^"\\]|\\.)*")+ (?:R=[^ "]+ )?/

/** A program on the server, by the user that it runs as. */
const BY_PROGRAM = /^U=([^ "]+) P=local(?:-[a-z]+)? /

/**
 * A client that gave a password: `H=host (HELO) [192.0.2.10]:52100 P=esmtpsa X=TLS1.3:… CV=no A=dovecot_login:user`.
 * The client chooses the HELO, so one with `=`, quotes or parentheses is not understood; nor is a line with an ident
 * (`U=`), which the client's machine chooses. The `a` at the end of the protocol is Exim's word that the password was
 * right.
 */
const BY_CLIENT =
  /^(?:H=(?:[^ ()"=]+ )?(?:\([^()"=]*\) )?\[([\dA-Fa-f.:]+)\](?::\d+)?(?: I=\[[\dA-Fa-f.:]+\](?::\d+)?)? )?P=([a-z\d]+) ((?:[B-Zb-z]\w*[*-]?(?:=(?:"[^"]*"|[^ "]+))? )*)A=\w+:([^ ":]+)(?::[^ "]*)?(?= |$)/

/** Users whom programs of the server run as; all others are accounts. */
const SYSTEM_USERS: ReadonlySet<string> = new Set(['root', 'nobody', 'mailman', 'cpanel'])

/**
 * Reads the arrival of a message, `<= sender …`; `uninteresting` where nobody of this server handed it in. Of the
 * message's id and subject, which follow and are the client's, nothing is taken.
 */
export function submissionIn(text: string): Submission | 'uninteresting' | 'unrecognised' {
  const [arrival] = ARRIVAL.exec(text) ?? []
  if (arrival === undefined) return 'unrecognised'
  const fields = text.slice(arrival.length)
  const [, program] = BY_PROGRAM.exec(fields) ?? []
  if (program !== undefined) return arrival.startsWith('<= <> ') ? 'uninteresting' : byProgram(program, fields)
  const client = BY_CLIENT.exec(fields)
  return client?.[2]?.endsWith('a') === true ? byClient(client, fields) : notUnderstood(fields)
}

/** Exim itself runs as `mailnull`: what it hands in is forwarded, or an answer. */
function byProgram(user: string, fields: string): ReturnType<typeof submissionIn> {
  if (user === 'mailnull') return 'uninteresting'
  if (!isName(user)) return 'unrecognised'
  const context = SYSTEM_USERS.has(user) ? 'system' : 'domain'
  return toSubmission({ context, mailbox_address: user, ip: null, service: null }, fields)
}

function byClient(
  [, address, , between = '', user = '']: RegExpExecArray,
  fields: string,
): Submission | 'uninteresting' | 'unrecognised' {
  if (isServiceCheck(user)) return 'uninteresting'
  const ip = address === undefined ? null : clientAddress(address)
  // The name that a client asks for in TLS (SNI) can hold quotes and an A= of its own. Then there are two.
  const isForged = between.includes('"') && fields.split(' A=').length > 2
  if (ip === undefined || !isName(user) || isForged) return 'unrecognised'
  const service = ip !== null && /^(?:127\.|::1$)/.test(ip) ? 'webmail' : 'smtp'
  return toSubmission({ context: contextOfMailUser(user), mailbox_address: user, ip, service }, fields)
}

function toSubmission(who: Omit<Submission, 'type' | 'recipients'>, fields: string): Submission {
  return { type: 'mail_submitted', ...who, recipients: recipientsIn(fields) }
}

/** Mail from outside has neither password nor program; its id and subject may speak of both. */
function notUnderstood(fields: string): 'uninteresting' | 'unrecognised' {
  const end = fields.search(/ (?:S=\d|id=|T=")/)
  const claim = fields.search(/(?:^| )(?:A=|P=local )/)
  return claim !== -1 && (end === -1 || claim < end) ? 'unrecognised' : 'uninteresting'
}

/** Counts the addresses behind the last ` for `, which end the line if Exim logs them (`received_recipients`). */
function recipientsIn(fields: string): number | null {
  const start = fields.lastIndexOf(fields.includes(' T="') ? '" for ' : ' for ')
  const addresses = fields.slice(fields.indexOf('for ', start) + 4).split(' ')
  return start === -1 || addresses.at(-1)?.endsWith('"') === true ? null : addresses.length
}
