import { escapedBytes } from '../../../../lib/text/escaped-bytes.ts'

/** More is no head, in bytes. */
const LONGEST_HEAD = 1024

/** The longest media type, in characters. */
const LONGEST_MEDIA = 200

/** So many bytes are shown of what is no head. */
const SHOWN = 80

/** `text/html` */
const TYPE = /^[\w!#$&^.+-]{1,64}\/[\w!#$&^.+-]{1,64}$/

/** `charset=utf-8`, `name="list.csv"` */
const PARAMETER = /^(?:charset|name)=(?:[\w!#$&^.+-]{1,64}|"[\w .,@()+-]{1,100}")$/i

/** Mail has no encoding for them that keeps their bytes (RFC 2045, 6.4). */
const COMPOSITE = /^(?:multipart|message)\//i

/** Text in these may be escaped byte by byte. */
const CHARSETS: ReadonlySet<string> = new Set(['charset=utf-8', 'charset=us-ascii'])

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
    if (line === '') return { media, isText: isText(media), body: bytes.subarray(at) }
    const colon = line.indexOf(':')
    if (line.slice(0, Math.max(colon, 0)).toLowerCase() !== 'content-type') return noHead(bytes)
    const value = line.slice(colon + 1)
    media = value.trim()
    if (!isMedia(media))
      return { fault: `has a Content-Type that no part can have (${shown(Buffer.from(media, 'latin1'))})` }
  }
  return noHead(bytes)
}

function isMedia(media: string): boolean {
  const [type = '', ...parameters] = partsOf(media)
  const isPart = TYPE.test(type) && !COMPOSITE.test(type)
  return isPart && media.length <= LONGEST_MEDIA && parameters.every((each) => PARAMETER.test(each))
}

function isText(media: string): boolean {
  const [type = '', ...parameters] = partsOf(media.toLowerCase().replaceAll('"', ''))
  return type === 'text/plain' && parameters.every((each) => !each.startsWith('charset=') || CHARSETS.has(each))
}

function partsOf(media: string): readonly string[] {
  return media.split(';').map((part) => part.trim())
}

/** The fault of an output that begins with these bytes and has no head. */
export function noHead(bytes: Buffer): { readonly fault: string } {
  const remedy = `have it begin with "Content-Type: ${USUAL}" and an empty line`
  return { fault: `has no head (${shown(bytes)}); ${remedy}` }
}

function shown(bytes: Buffer): string {
  return `"${escapedBytes(bytes.subarray(0, SHOWN)).replaceAll('\n', String.raw`\n`)}"`
}
