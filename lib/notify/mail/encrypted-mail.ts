import { hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { encryptedStream } from '../../pgp/encrypt.ts'
import type { RecipientKey } from '../../pgp/recipient-key.ts'
import { type Header, headerLine } from './letter.ts'

/** What stands for the subject outside (RFC 9788 §3.2.1). */
const SUBJECT: Header = { name: 'Subject', value: '[...]' }

/** What stands above an encrypted mail: nothing that tells of its content. */
function outerHeaders(headers: readonly Header[]): readonly Header[] {
  return headers.flatMap((header) => (header.name === 'Subject' ? [SUBJECT] : header.tells ? [] : [header]))
}

/**
 * The headers above what is encrypted, as RFC 9788 writes them and in the older form that Thunderbird and others read.
 * It is of several parts, as some show no subject of a single text.
 */
export function innerHeaders(headers: readonly Header[], boundary: string): readonly string[] {
  return [
    ...headers.map(headerLine),
    ...outerHeaders(headers).map((header) => `HP-Outer: ${headerLine(header)}`),
    `Content-Type: multipart/mixed; hp="cipher"; protected-headers="v1";`,
    ` boundary="${boundary}"`,
    '',
  ]
}

/**
 * A mail that only the owners of these keys can read (RFC 3156), piece by piece, around what is encrypted: headers and
 * body. `id` names the mail; `now` in milliseconds since the epoch.
 */
export async function* encryptedMail(
  { headers, id, content }: { readonly headers: readonly Header[]; readonly id: string; readonly content: Readable },
  keys: readonly RecipientKey[],
  now: number,
): AsyncGenerator<string, void, void> {
  const boundary = `=_${hash('sha256', id).slice(0, 24)}`
  const begin = [
    ...outerHeaders(headers).map(headerLine),
    'MIME-Version: 1.0',
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";`,
    ` boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/pgp-encrypted',
    'Content-Description: PGP/MIME version identification',
    '',
    'Version: 1',
    '',
    `--${boundary}`,
    'Content-Type: application/octet-stream; name="encrypted.asc"',
    'Content-Description: OpenPGP encrypted message',
    'Content-Disposition: inline; filename="encrypted.asc"',
    '',
    '',
  ]
  const armored = await encryptedStream(content, keys, now)
  yield begin.join('\r\n')
  for await (const piece of armored) yield String(piece)
  yield `\r\n--${boundary}--\r\n`
}
