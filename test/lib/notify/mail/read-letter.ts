import assert from 'node:assert/strict'

/** A mail as a mail program reads it. */
export interface ReadLetter {
  /** In their order, unfolded, with encoded words decoded. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly text: string
}

/** Reads a mail of one part of quoted-printable text, and fails where it breaks a rule of RFC 5322, 2045 or 2047. */
export function readLetter(raw: string): ReadLetter {
  // oxlint-disable-next-line no-control-regex -- all of ASCII that may stand in a mail
  assert.match(raw, /^[\t\r\n -~]*$/)
  assert.doesNotMatch(raw, /\r(?!\n)|(?<!\r)\n/, 'a bare CR or LF')
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, end)
  const body = raw.slice(end + 4)
  for (const line of head.split('\r\n')) assert.ok(line.length <= (line.includes('=?') ? 76 : 998), line)
  const headers = head.split(/\r\n(?![ \t])/).map((field) => {
    const [, name = '', value = ''] = /^([!-9;-~]+): ([^]*)$/.exec(field) ?? assert.fail(`no header: ${field}`)
    return [name, withoutWords(value.replaceAll(/\r\n(?=[ \t])/g, ''))] as const
  })
  return { headers, text: withoutQuotes(body) }
}

/** Blanks between two encoded words do not count (RFC 2047 §6.2). */
function withoutWords(value: string): string {
  return value
    .replaceAll(/(\?=)[ \t]+(?==\?)/g, '$1')
    .replaceAll(/=\?utf-8\?B\?([\w+/=]*)\?=/g, (_, text: string) => Buffer.from(text, 'base64').toString())
}

function withoutQuotes(body: string): string {
  for (const line of body.split('\r\n')) {
    assert.ok(line.length <= 76, line)
    assert.doesNotMatch(line, /[ \t]$/, 'a blank that would be lost')
  }
  const bytes = body.replaceAll('=\r\n', '').replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16))
  })
  return Buffer.from(bytes, 'latin1').toString().replaceAll('\r\n', '\n')
}
