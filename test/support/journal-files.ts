import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { journalctlHere } from '../../agent/sources/journalctl.ts'

/** Writes journals; what journald writes differs in nothing that matters here. */
const WRITER = ['/usr/lib/systemd/systemd-journal-remote', '/lib/systemd/systemd-journal-remote'].find((path) =>
  existsSync(path),
)

/** Why a test on real journals cannot run here; false where it can. */
export const withoutJournals: string | false =
  journalctlHere() !== undefined && WRITER !== undefined
    ? false
    : 'needs journalctl and systemd-journal-remote (packages systemd, systemd-journal-remote)'

/** The fields of an entry; bytes for what is no text. */
export type Fields = Readonly<Record<string, string | Buffer>>

/**
 * When the first entry of a journal is written, in seconds since 1970-01-01T00:00:00Z; each later one a second later.
 */
export const FIRST = Date.UTC(2026, 10, 20) / 1000

const BOOT = '4b2f0f0e7f0a4d5f9d5f0f0e7f0a4d5f'

/** A folder of journal files. */
export class JournalFiles {
  readonly folder: string
  #count = 0

  constructor(folder: string) {
    this.folder = join(folder, 'journal')
    mkdirSync(this.folder)
  }

  /** Appends entries to a file; those without other fields are of `app.service`. */
  append(file: string, ...entries: readonly (string | Fields)[]): void {
    const parts = entries.map((entry) => {
      const fields = typeof entry === 'string' ? { MESSAGE: entry } : entry
      this.#count += 1
      const micros = (FIRST + this.#count - 1) * 1_000_000
      return exported({
        __REALTIME_TIMESTAMP: `${micros}`,
        __MONOTONIC_TIMESTAMP: `${this.#count * 1_000_000}`,
        _BOOT_ID: BOOT,
        _HOSTNAME: 'web1.example.com',
        _SYSTEMD_UNIT: 'app.service',
        SYSLOG_IDENTIFIER: 'app',
        _PID: '12',
        ...fields,
      })
    })
    const { status, stderr } = spawnSync(WRITER ?? '', ['--output', join(this.folder, `${file}.journal`), '-'], {
      input: Buffer.concat(parts),
    })
    if (status !== 0) throw new Error(stderr.toString())
  }
}

/** An entry in the Journal Export Format (https://systemd.io/JOURNAL_EXPORT_FORMATS). */
function exported(fields: Fields): Buffer {
  const parts = Object.entries(fields).map(([name, value]) => {
    if (typeof value === 'string' && !/\p{Cc}/u.test(value)) return Buffer.from(`${name}=${value}\n`)
    const bytes = Buffer.from(value)
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(bytes.length))
    return Buffer.concat([Buffer.from(`${name}\n`), length, bytes, Buffer.from('\n')])
  })
  return Buffer.concat([...parts, Buffer.from('\n')])
}
