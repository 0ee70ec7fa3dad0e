import { escapedBytes } from '../../../../lib/text/escaped-bytes.ts'

/** More is no head, in bytes. */
const LONGEST_HEAD = 1024

/** The longest media type, in characters. */
const LONGEST_MEDIA = 200

/** So many bytes are shown of what is no head. */
const SHOWN = 80

const TOKEN = String.raw`[\w!#$&^.+-]{1,64}`
const PARAMETER = String.raw`;\s*(?:charset|name)=(?:${TOKEN}|"[\w .,@()+-]{1,100}")\s*`
const MEDIA = new RegExp(`^${TOKEN}/${TOKEN}\\s*(?:${PARAMETER})*$`, 'i')

/** Mail has no encoding for them that keeps their bytes (RFC 2045, 6.4). */
const COMPOSITE = /^(?:multipart|message)\//i

/** Text whose bytes may be escaped. */
const ESCAPABLE = /^text\/plain\s*(?:;\s*(?:charset="?(?:utf-8|us-ascii)"?|name=[^;]*))*$/i

const USUAL = 'text/plain; charset=utf-8'

/** What the output of a module begins with, or what is wrong with it, in words that follow "its output". */
export type ModuleHead =
  | {
      readonly media: string
      /** Whether it is text in UTF-8. */
      readonly isText: boolean
      /** What follows of these bytes. */
      readonly body: Buffer
    }
  | { readonly fault: string }

/** Reads header lines and the empty line after them, as CGI programs print them; undefined if more of it must come. */
export function moduleHead(bytes: Buffer): ModuleHead | undefined {
  let media = USUAL
  for (let at = 0; at < LONGEST_HEAD;) {
    const end = bytes.indexOf('\n', at)
    if (end < 0) return bytes.length < LONGEST_HEAD ? undefined : noHead(bytes)
    const line = bytes.toString('latin1', at, end).replace(/\r$/, '')
    at = end + 1
    if (line === '') return { media, isText: ESCAPABLE.test(media), body: bytes.subarray(at) }
    const [, name = '', value = ''] = /^([\w-]{1,64}):[ \t]*(.*)$/.exec(line) ?? []
    if (name.toLowerCase() !== 'content-type') return noHead(bytes)
    media = value.trim()
    const isMedia = media.length <= LONGEST_MEDIA && MEDIA.test(media) && !COMPOSITE.test(media)
    if (!isMedia) return { fault: `has a Content-Type that no part can have (${shown(Buffer.from(value, 'latin1'))})` }
  }
  return noHead(bytes)
}

/** The fault of an output that begins with these bytes and has no head. */
export function noHead(bytes: Buffer): { readonly fault: string } {
  const remedy = `have it begin with "Content-Type: ${USUAL}" and an empty line`
  return { fault: `has no head (${shown(bytes)}); ${remedy}` }
}

function shown(bytes: Buffer): string {
  return `"${escapedBytes(bytes.subarray(0, SHOWN)).replaceAll('\n', String.raw`\n`)}"`
}
