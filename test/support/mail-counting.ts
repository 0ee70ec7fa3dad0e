import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MailConfig } from '../../agent/config/config.ts'
import type { CountedNews } from '../../agent/counters/counter.ts'
import { MailCounter } from '../../agent/counters/mail/mail-counter.ts'

/** Ten o'clock, in seconds since 1970-01-01T00:00:00Z. */
export const TEN = Date.UTC(2026, 10, 28, 10) / 1000

/** The logs that a test counts. */
export const EXIM = { source: 'mail', path: '/var/log/exim_mainlog' }
export const DOVECOT = { source: 'bandwidth', path: '/var/log/maillog' }
export const BYTES = { source: 'bandwidth', path: '/etc/apache2/logs/domlogs/shop1.example-bytes_log' }

/** A host's counters, with a list of owners of its own: `shopN.example` belongs to `shopN`. */
export interface Counting {
  readonly userDomains: string
  readonly counter: (config?: Partial<MailConfig>, saved?: unknown) => MailCounter
}

/** Writes the list of owners into a folder. */
export function counting(folder: string, shops = 10): Counting {
  const userDomains = join(folder, 'userdomains')
  const lines = Array.from({ length: shops }, (_, number) => `shop${number}.example: shop${number}`)
  writeFileSync(userDomains, `${lines.join('\n')}\n`)
  const logs = { exim: [], dovecot: [], ftp: '', bytes: '' }
  return {
    userDomains,
    counter: (config, saved) =>
      new MailCounter({ send: ['accounts'], rows: 200, logs, ...config }, { zone: 'UTC', userDomains }, saved),
  }
}

/** A message that a mailbox sends with its password. */
export function sent(time: string, number: number, mailbox: string, size = 100): string {
  const id = `1xX8c2-${String(number).padStart(11, '0')}-0300`
  return `2026-11-28 ${time} ${id} <= ${mailbox} H=x [192.0.2.1] P=esmtpa A=l:${mailbox} S=${size} for a@y.example`
}

/** Lines as a counter gets them. */
export function block(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** Kind, beginning, revision and the messages or bytes in of each row. */
export function told({ totals }: CountedNews): readonly unknown[] {
  return totals.map(({ kind, start, revision, rows }) => {
    return [kind, (start - TEN) / 3600, revision, Object.fromEntries(rows.map(([key, first]) => [key, first]))]
  })
}
