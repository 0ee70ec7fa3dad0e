import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GpgHome } from '../../support/gpg-home.ts'
import { syslogText } from '../../support/syslog-text.ts'
import { bundledProgram } from '../bundled-program.ts'
import type { Measure, Row } from '../measure.ts'
import { watched } from '../watched.ts'

/** The share of a GiB that the text has at full size: 50 MB. */
const SHARE = 50 / 1024

const OURS = 'spoor-agent'

/** The cost of encrypting a long text as mails are. */
export const pgp: Measure = {
  name: 'pgp',
  what: 'syslog of 50 MB, encrypted for two recipients (RSA-3072 and Curve25519) from a file to a file, compressed and in ASCII armor, with the start of the program; gpg on the same bytes',
  columns: ['CPU s', 'anonymous MiB', 'MiB written'],
  compares: true,
  targets: [{ subject: OURS, column: 'anonymous MiB', bound: 'at most', value: 30 }],
  run: async ({ scale }) => {
    const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
    const ends: (() => void)[] = [() => rmSync(folder, { recursive: true })]
    try {
      const home = new GpgHome({ after: (end) => ends.push(end) })
      const keys = (['rsa3072', 'ed25519'] as const).map((kind) => {
        const fingerprint = home.key(`${kind} <${kind}@example.com>`, { kind })
        return { file: home.exported(kind, fingerprint), fingerprint }
      })
      const [log, into] = [join(folder, 'log'), join(folder, 'encrypted')]
      writeFileSync(log, syslogText(550_000).slice(0, scale * SHARE * 1024 ** 3))
      const row = async (subject: string, command: readonly string[]): Promise<Row> => {
        const { cpu, anonymous } = await watched(command)
        return { subject, values: [cpu, anonymous, statSync(into).size / 1024 ** 2] }
      }
      const program = await bundledProgram('test/bench/encrypted-file.ts', folder)
      return [
        await row(OURS, [...program, log, into, ...keys.flatMap(({ file, fingerprint }) => [file, fingerprint])]),
        await row('gpg', [...GPG, ...keys.flatMap(({ file }) => ['-f', file]), '-o', into, '-e', log]),
      ]
    } finally {
      for (const end of ends.toReversed()) end()
    }
  },
}

const GPG = ['gpg', '--batch', '--yes', '--no-options', '--no-keyring', '--no-random-seed-file', '--lock-never', '-a']
