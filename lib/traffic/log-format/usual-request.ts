import { type TrafficLine, RANGE } from './traffic-line.ts'

const [NEWLINE, SPACE, EXCLAMATION, QUOTE, QUESTION, BACKSLASH] = [0x0a, 0x20, 0x21, 0x22, 0x3f, 0x5c]

const UNUSUAL = -1

/** Bytes that are compared at once. */
const [GET, POST, HTTP] = [wordOf('GET '), wordOf('POST'), wordOf('HTTP')]

/** A version such as `/1.1`: what is the same in all, once the lower bits of its digits are taken away. */
const [VERSION, VERSION_BITS] = [wordOf('/0.0'), 0xf0fff0ff | 0]

/** Bytes of a word, and of `HTTP/1.1`. */
const [WORD, PROTOCOL] = [4, 8]

/**
 * Reads a request in quotes that has an action, a page and a protocol and no escape at its end, as readRequest does;
 * returns where its quote is, or -1 for any other.
 */
export function requestEnd(line: TrafficLine, start: number): number {
  const { bytes } = line
  const action = actionEnd(line, start)
  if (bytes[action] !== SPACE) return UNUSUAL
  const page = pathEnd(bytes, action + 1)
  const space = bytes[page] === QUESTION ? wordEnd(bytes, page) : page
  if (bytes[space] !== SPACE) return UNUSUAL
  const quote = protocolEnd(line, space + 1)
  if (bytes[quote] !== QUOTE || bytes[quote - 1] === BACKSLASH) return UNUSUAL
  line.fill(RANGE.action, start, action)
  line.fill(RANGE.page, action + 1, page)
  line.fill(RANGE.protocol, space + 1, quote)
  return quote
}

function actionEnd({ bytes, view }: TrafficLine, start: number): number {
  if (start + WORD > bytes.length) return start
  const word = view.getInt32(start, true)
  if (word === GET) return start + 3
  return word === POST ? start + 4 : wordEnd(bytes, start)
}

function protocolEnd({ bytes, view }: TrafficLine, start: number): number {
  const isHttp =
    start + PROTOCOL <= bytes.length &&
    view.getInt32(start, true) === HTTP &&
    (view.getInt32(start + WORD, true) & VERSION_BITS) === VERSION
  return isHttp ? start + PROTOCOL : wordEnd(bytes, start)
}

/** Where the next byte is that is at most a quote, `!` aside. */
function wordEnd(bytes: Buffer, start: number): number {
  let at = start
  for (;;) {
    const byte = bytes[at] ?? NEWLINE
    if (byte <= QUOTE && byte !== EXCLAMATION) return at
    at += 1
  }
}

/** The same, or a question mark. */
function pathEnd(bytes: Buffer, start: number): number {
  let at = start
  for (;;) {
    const byte = bytes[at] ?? NEWLINE
    if ((byte <= QUOTE && byte !== EXCLAMATION) || byte === QUESTION) return at
    at += 1
  }
}

function wordOf(text: string): number {
  return Buffer.from(text).readInt32LE()
}
