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
const IMPORTANCE: Readonly<Record<Importance, readonly Header[]>> = {
  high: [
    { name: 'Importance', value: 'high', tells: true },
    { name: 'X-Priority', value: '1', tells: true },
  ],
  normal: [],
  low: [
    { name: 'Importance', value: 'low', tells: true },
    { name: 'X-Priority', value: '5', tells: true },
  ],
}

/** A header of a mail. */
export interface Header {
  readonly name: string
  /** In ASCII, folded. */
  readonly value: string
  /** Present if it tells something of the content. */
  readonly tells?: true
}

/**
 * A message as a mail (RFC 5322) in ASCII, with lines of at most 998 characters that end with CRLF. The same message
 * always gives the same bytes, so a mailbox can tell one that it has already. Nothing in the headers but the subject
 * depends on the content.
 */
export function letter(message: Message, correspondents: Correspondents): Buffer {
  const headers = headersOf(message, correspondents).map(headerLine)
  return asMail([...headers, 'MIME-Version: 1.0', ...textPart(shownLines(message.text))])
}

/** What stands above a mail, whatever its content is. */
export function headersOf(message: Message, { program, from, to }: Correspondents): readonly Header[] {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const root = `<thread.${digest(message.thread)}@${domain}>`
  return [
    { name: 'From', value: `${program} <${from}>` },
    { name: 'To', value: to.join(',\r\n ') },
    { name: 'Subject', value: headerText(shownSubject(message.subject)), tells: true },
    { name: 'Date', value: new Date(message.time).toUTCString().replace('GMT', '+0000') },
    { name: 'Message-ID', value: `<${digest(message.id)}@${domain}>` },
    // Nobody ever sent the root, but all mails of a thread name it, whichever of them arrives first.
    { name: 'In-Reply-To', value: root, tells: true },
    { name: 'References', value: root, tells: true },
    { name: 'List-Id', value: `<${program}.${domain}>` },
    // No absence notes, please (RFC 3834, and the way of Exchange).
    { name: 'Auto-Submitted', value: 'auto-generated' },
    { name: 'X-Auto-Response-Suppress', value: 'All' },
    ...IMPORTANCE[message.importance],
  ]
}

/** A header as it is written. */
export function headerLine({ name, value }: Header): string {
  return `${name}: ${value}`
}

/** Lines of text as the body of a mail or of one of its parts, below the headers that say so. */
export function textPart(lines: readonly string[], parameters = ''): readonly string[] {
  return [
    `Content-Type: text/plain; charset=utf-8${parameters}`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    ...lines.map(quotedPrintable),
  ]
}

/** Lines as the bytes of a mail. */
export function asMail(lines: readonly string[]): Buffer {
  return Buffer.from([...lines, ''].join('\r\n'), 'latin1')
}

function digest(text: string): string {
  return hash('sha256', text).slice(0, 32)
}
