import { fstatSync } from 'node:fs'
import type { Writable } from 'node:stream'

/**
 * Whether a stream is connected directly to the journal: JOURNAL_STREAM holds device and inode of the socket that
 * systemd connected (systemd.exec(5)). Children inherit the variable even if their streams are redirected, so each
 * stream is compared.
 */
export function isJournal(stream: Writable, env: NodeJS.ProcessEnv = process.env): boolean {
  const { JOURNAL_STREAM } = env
  if (JOURNAL_STREAM === undefined || !('fd' in stream) || typeof stream.fd !== 'number') return false
  try {
    const { dev, ino } = fstatSync(stream.fd, { bigint: true })
    return JOURNAL_STREAM === `${dev}:${ino}`
  } catch {
    return false
  }
}
