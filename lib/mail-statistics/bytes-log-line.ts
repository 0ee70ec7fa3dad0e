const DIGITS = /^(\d{1,12}) (\d{1,15}) \.$/

/**
 * A line of cPanel's `DOMAIN-bytes_log`: `1795834876 512 .`, a moment in seconds and bytes. Each request has two, what
 * came in and what went out; undefined for any other text.
 */
export function parseBytesLogLine(text: string): { readonly time: number; readonly bytes: number } | undefined {
  const [, time, bytes] = DIGITS.exec(text) ?? []
  return bytes === undefined ? undefined : { time: Number(time), bytes: Number(bytes) }
}
