import type { SMTPError } from 'nodemailer/lib/smtp-connection'
import { excerpt } from '../../http/answers/answer.ts'
import { ActionNeeded } from '../../system/errors.ts'
import { oneLine } from '../../text/plain-text.ts'
import type { Attempt } from '../channel.ts'
import { failureReason, type ChannelWords } from '../failure-reason.ts'

/** What it takes to tell a failure. */
export interface MailWords extends ChannelWords {
  readonly from: string
  /** Texts that no reason may hold, whatever the server wrote. */
  readonly secrets: readonly string[]
}

/** Which command failed, with which codes (from, to), and what that means; OPTION, FROM and PROGRAM are replaced. */
type Row = readonly [command: RegExp, from: number, to: number, sentence: string]

/** The first row that fits counts. */
const REPLIES: readonly Row[] = [
  [/^RCPT TO$/, 500, 599, 'The mail server refuses this recipient'],
  [/^DATA$/, 500, 599, 'The mail server refuses this message'],
  [/^AUTH /, 500, 599, 'The mail server refuses user and password: correct OPTION.user and OPTION.password_file'],
  [/^(?:EHLO|STARTTLS)$/, 500, 599, 'The mail server has no STARTTLS: set it up there, or write another OPTION.tls'],
  [/^MAIL FROM$/, 530, 530, 'The mail server wants a user: write OPTION.user and OPTION.password_file'],
  [/^MAIL FROM$/, 500, 599, 'The mail server takes no mail from FROM: have it permitted there, or correct OPTION.from'],
  [/^/, 400, 499, 'The mail server wants no mail for now'],
  [/^/, 0, 999, 'The mail server takes no mail from PROGRAM: have it permitted there'],
]

/** Codes of the library's own for failures without a reply. */
const CODES: ReadonlyMap<string, string> = new Map([
  ['ECONNECTION', 'ECONNRESET'],
  ['ESOCKET', 'no code'],
])

/**
 * What a failure means for a recipient. Refused for good is only what the server says of the recipient or of the
 * message: with a wrong password no mail passes at all, and once it is corrected all may.
 */
export function mailAttempt(error: unknown, words: MailWords): Attempt {
  if (error instanceof ActionNeeded) return { result: 'later', reason: oneLine(error.message) }
  const fault: SMTPError = error instanceof Error ? error : new Error(String(error))
  if (fault.responseCode === undefined) return { result: 'later', reason: reasonOfSilence(fault, words) }
  const isRefused = fault.permanent === true && /^(?:RCPT TO|DATA)$/.test(fault.command ?? '')
  return { result: isRefused ? 'refused' : 'later', reason: reasonOfReply(fault, fault.responseCode, words) }
}

function reasonOfSilence(fault: SMTPError, words: MailWords): string {
  const { option } = words
  if (fault.code === 'EPROTOCOL')
    return `What answers as the mail server does not speak SMTP: check ${option}.host and ${option}.port.`
  const code = fault.originalCode ?? CODES.get(fault.code ?? '') ?? fault.code
  return failureReason(Object.assign(new Error(fault.message), { code }), words, 'the mail server', 'host')
}

function reasonOfReply({ command = '', response = '' }: SMTPError, code: number, words: MailWords): string {
  const [, , , template = ''] = REPLIES.find(([of, from, to]) => of.test(command) && code >= from && code <= to) ?? []
  const values = { OPTION: words.option, FROM: words.from, PROGRAM: words.program }
  const sentence = Object.entries(values).reduce((text, [name, value]) => text.replaceAll(name, () => value), template)
  return `${sentence} (${excerpt(response, words.secrets)}).`
}
