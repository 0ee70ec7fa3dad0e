import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { headerText } from '../../../lib/notify/mail/header-text.ts'
import { type Correspondents, type Header, headerLine, headersOf, textPart } from '../../../lib/notify/mail/letter.ts'
import type { Message } from '../../../lib/notify/message.ts'
import { shownLines, shownSubject } from '../../../lib/notify/shown-text.ts'
import type { RecipientKey } from '../../../lib/pgp/recipient-key.ts'
import { ByteEscaper } from '../../../lib/text/escaped-bytes.ts'
import { base64Lines } from './base64-lines.ts'

/** A part of a mail, as what a section wrote. */
export interface LetterPart {
  /** Its media type, checked. */
  readonly media: string
  /** Its name as a file, in ASCII without quotes. */
  readonly name: string
  readonly description: string
  readonly content: AsyncIterable<Buffer>
}

/** A mail report as it is written. */
export interface ReportLetter {
  /** Headers, and the text before all parts. */
  readonly message: Message
  readonly correspondents: Correspondents
  readonly parts: AsyncIterable<LetterPart>
  /** The lines at the end, once all parts are written. */
  readonly closing: () => readonly string[]
  /** Whether it is only shown, on a terminal perhaps: then texts stand in it as they are read, not in base64. */
  readonly isShown?: boolean
}

/**
 * A report as a mail of several parts, piece by piece; with keys only their owners can read it, and nothing outside
 * tells what it holds. `now` in milliseconds since the epoch.
 */
export async function* reportMail(
  letter: ReportLetter,
  keys: readonly RecipientKey[] | undefined,
  now: number,
): AsyncGenerator<string, void, void> {
  const headers = headersOf(letter.message, letter.correspondents)
  const boundary = `=_report_${hash('sha256', letter.message.id).slice(0, 16)}`
  if (keys === undefined) {
    yield [
      ...headers.map(headerLine),
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      '',
    ].join('\r\n')
    yield* body(letter, boundary, [])
    return
  }
  const { encryptedMail, innerHeaders } = await import('../../../lib/notify/mail/encrypted-mail.ts')
  const legacy = [`Subject: ${shownSubject(letter.message.subject)}`, '']
  const content = Readable.from(inside([...innerHeaders(headers, boundary), ''], letter, boundary, legacy))
  yield* encryptedMail({ headers, id: letter.message.id, content }, keys, now)
}

async function* inside(
  headers: readonly string[],
  letter: ReportLetter,
  boundary: string,
  legacy: readonly string[],
): AsyncGenerator<Buffer, void, void> {
  yield Buffer.from(headers.join('\r\n'), 'latin1')
  for await (const piece of body(letter, boundary, legacy)) yield Buffer.from(piece, 'latin1')
}

async function* body(
  { message, parts, closing, isShown = false }: ReportLetter,
  boundary: string,
  legacy: readonly string[],
): AsyncGenerator<string, void, void> {
  const isEncrypted = legacy.length > 0
  const opening = textPart([...legacy, ...shownLines(message.text)], isEncrypted ? '; hp-legacy-display="1"' : '')
  yield [`--${boundary}`, ...opening, ''].join('\r\n')
  for await (const { media, name, description, content } of parts) {
    const isText = isShown && media.startsWith('text/')
    const headers: readonly Header[] = [
      { name: 'Content-Type', value: `${media}; name="${name}"` },
      { name: 'Content-Description', value: headerText(shownSubject(description)) },
      {
        name: 'Content-Disposition',
        value: `${media.startsWith('text/') ? 'inline' : 'attachment'}; filename="${name}"`,
      },
      { name: 'Content-Transfer-Encoding', value: isText ? '8bit' : 'base64' },
    ]
    yield ['', `--${boundary}`, ...headers.map(headerLine), '', ''].join('\r\n')
    yield* isText ? escapedText(content) : base64Lines(content)
  }
  yield ['', `--${boundary}`, ...textPart(closing()), '', `--${boundary}--`, ''].join('\r\n')
}

async function* escapedText(content: AsyncIterable<Buffer>): AsyncGenerator<string, void, void> {
  const escaper = new ByteEscaper()
  for await (const piece of content) yield escaper.take(piece)
  yield escaper.end()
}
