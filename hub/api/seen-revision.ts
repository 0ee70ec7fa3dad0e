import type { IncomingHttpHeaders } from 'node:http'

/** The revision of If-Match (RFC 9110, section 13.1.1); null if any will do, one that nothing has if it is no such. */
export function seenRevision({ 'if-match': header = '*' }: IncomingHttpHeaders): number | null {
  return header === '*' ? null : Number(/^"(\d{1,15})"$/.exec(header)?.[1] ?? -1)
}
