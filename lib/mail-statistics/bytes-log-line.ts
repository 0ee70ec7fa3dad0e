const DIGITS = /^(\d{1,12}) (\d{1,15}) \.$/

/**
 * A line of cPanel's `DOMAIN-bytes_log`: `1795834876 512 .`, a moment in seconds and bytes. Each request has two, what
 * came in and what went out; undefined for any other text.
 */
export function parseBytesLogLine(text: string): { readonly time: number; readonly bytes: number } | undefined {
  const [, time, bytes] = DIGITS.exec(text) ?? []
  return bytes === undefined ? undefined : { time: Number(time), bytes: Number(bytes) }
}

/** The end of the name of such a log; before it stands the domain. */
export const BYTES_LOG = '-bytes_log'

/** The domain whose such log has this name, or the name of a rotated copy; undefined for other logs. */
export function domainOfBytesLog(name: string): string | undefined {
  const end = name.indexOf(BYTES_LOG)
  return end <= 0 ? undefined : name.slice(0, end)
}
