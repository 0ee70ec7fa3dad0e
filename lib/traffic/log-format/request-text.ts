import { isEscaped, textEnd } from './text-end.ts'
import { type TrafficLine, RANGE } from './traffic-line.ts'

const [NEWLINE, SPACE, QUOTE, QUESTION] = [0x0a, 0x20, 0x22, 0x3f]

/**
 * Reads a request in quotes, such as `GET /page?query HTTP/1.1`, in one pass; returns where its quote is, -1 if the
 * line ends before. Whatever a client sent is a request, also bytes of TLS, or `-` for nothing: what has no space is an
 * action without a page. The page is without its query. If there is a page, what follows the last space is the
 * protocol.
 */
export function readRequest(line: TrafficLine, start: number): number {
  const { bytes } = line
  const actionEnd = wordEnd(bytes, start, start)
  line.fill(RANGE.action, start, actionEnd)
  if (bytes[actionEnd] !== SPACE) {
    line.fill(RANGE.page, actionEnd, actionEnd)
    line.fill(RANGE.protocol, actionEnd, actionEnd)
    return bytes[actionEnd] === QUOTE ? actionEnd : -1
  }
  const pageStart = actionEnd + 1
  const pageEnd = pathEnd(bytes, start, pageStart)
  let at = pageEnd
  let protocol = -1
  for (;;) {
    at = wordEnd(bytes, start, at)
    if (bytes[at] !== SPACE) break
    at += 1
    protocol = at
  }
  line.fill(RANGE.page, pageStart, pageEnd)
  if (protocol === -1) line.fill(RANGE.protocol, at, at)
  else line.fill(RANGE.protocol, protocol, at)
  return bytes[at] === QUOTE ? at : -1
}

/** Reads a request outside quotes, which ends at the text after it. */
export function readBareRequest(line: TrafficLine, start: number, stop: number, after: Uint8Array): number {
  const { bytes } = line
  const end = textEnd(bytes, start, stop, after)
  if (end === -1) return -1
  const space = bytes.subarray(start, end).indexOf(SPACE)
  const actionEnd = space === -1 ? end : start + space
  const last = bytes.subarray(start, end).lastIndexOf(SPACE)
  const protocol = last === space ? end : start + last + 1
  line.fill(RANGE.action, start, actionEnd)
  readPage(line, Math.min(actionEnd + 1, end), last === space ? end : protocol - 1)
  line.fill(RANGE.protocol, protocol, end)
  return end
}

/** Reads a page of which only the end is known: it is without its query. */
export function readPage(line: TrafficLine, start: number, end: number): void {
  const query = line.bytes.subarray(start, end).indexOf(QUESTION)
  line.fill(RANGE.page, start, query === -1 ? end : start + query)
}

/** Where the next space, closing quote or newline is. */
function wordEnd(bytes: Buffer, start: number, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at] ?? NEWLINE
    if (byte <= QUOTE) {
      if (byte === SPACE || byte === NEWLINE) return at
      if (byte === QUOTE && !isEscaped(bytes, start, at)) return at
    }
    at += 1
  }
}

/** The same, or the beginning of a query. */
function pathEnd(bytes: Buffer, start: number, from: number): number {
  let at = from
  for (;;) {
    const byte = bytes[at] ?? NEWLINE
    if (byte <= QUESTION) {
      if (byte === SPACE || byte === QUESTION || byte === NEWLINE) return at
      if (byte === QUOTE && !isEscaped(bytes, start, at)) return at
    }
    at += 1
  }
}
