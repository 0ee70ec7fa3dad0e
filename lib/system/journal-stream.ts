import { fstatSync } from 'node:fs'
import type { Writable } from 'node:stream'

/**
 * Whether what is written to a stream goes to the journal as it is: JOURNAL_STREAM has device and inode of the socket
 * that systemd has connected (systemd.exec(5)). It is inherited by what redirects its streams, so each stream is
 * compared.
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
