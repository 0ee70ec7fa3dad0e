import { hash } from 'node:crypto'
import type { Importance, Message } from '../message.ts'
import { shownLines, shownSubject } from '../shown-text.ts'
import { headerText } from './header-text.ts'
import { quotedPrintable } from './quoted-printable.ts'

/** From whom and to whom a letter goes; addresses without a `mailAddressFault`. */
export interface Correspondents {
  /** The name beside the sender's address: letters, digits and `-`. */
  readonly program: string
  readonly from: string
  readonly to: readonly string[]
}

/** RFC 2156 §5.3.4 for Outlook, and what Thunderbird shows. */
const IMPORTANCE: Readonly<Record<Importance, readonly string[]>> = {
  high: ['Importance: high', 'X-Priority: 1'],
  normal: [],
  low: ['Importance: low', 'X-Priority: 5'],
}

/**
 * A message as a mail (RFC 5322) in ASCII, with lines of at most 998 characters that end with CRLF. The same message
 * always gives the same bytes, so a mailbox can tell one that it has already. Nothing in the headers but the subject
 * depends on the content.
 */
export function letter(message: Message, { program, from, to }: Correspondents): Buffer {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const root = `<thread.${digest(message.thread)}@${domain}>`
  const headers = [
    `From: ${program} <${from}>`,
    `To: ${to.join(',\r\n ')}`,
    `Subject: ${headerText(shownSubject(message.subject))}`,
    `Date: ${new Date(message.time).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${digest(message.id)}@${domain}>`,
    // Nobody ever sent the root, but all mails of a thread name it, whichever of them arrives first.
    `In-Reply-To: ${root}`,
    `References: ${root}`,
    `List-Id: <${program}.${domain}>`,
    // No absence notes, please (RFC 3834, and the way of Exchange).
    'Auto-Submitted: auto-generated',
    'X-Auto-Response-Suppress: All',
    ...IMPORTANCE[message.importance],
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
  ]
  const body = shownLines(message.text).map(quotedPrintable)
  return Buffer.from([...headers, '', ...body, ''].join('\r\n'), 'latin1')
}

function digest(text: string): string {
  return hash('sha256', text).slice(0, 32)
}
