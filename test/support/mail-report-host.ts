import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { startAgent } from './agent-process.ts'
import { type FakeMailServer, startFakeMailServer } from './fake-mail-server.ts'

/** A host with a mail report about two logs, each a mail of its own, and a mail server that takes them. */
export interface MailReportHost {
  readonly folder: string
  readonly server: FakeMailServer
  /** Writes as many lines to both logs, none of them twice. */
  readonly write: (count: number) => void
  /** Rotates both logs as logrotate does. */
  readonly rotate: () => void
  /** Runs the report with further words, under a command; resolves with how it ended. */
  readonly run: (how?: RunWish) => ReturnType<typeof startAgent>['exited']
  /** Every line that was written, sorted. */
  readonly written: () => readonly string[]
  /** Every line that mails told, sorted; a mail that came twice counts once. */
  readonly told: () => readonly string[]
}

interface RunWish {
  readonly words?: readonly string[]
  readonly under?: readonly string[]
}

/** Makes such a host, whose files belong to nobody else than the user of this command prefix. */
export async function mailReportHost(t: TestContext, user: readonly string[] = []): Promise<MailReportHost> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-report-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const server = await startFakeMailServer()
  t.after(() => server.close())
  for (const name of ['logs', 'spool', 'run', 'state']) mkdirSync(join(folder, name), { mode: 0o700 })
  const logs = ['one', 'two'].map((name) => join(folder, 'logs', name))
  const config = join(folder, 'spoor.yml')
  writeFileSync(config, configured(folder, server.port, logs), { mode: 0o600 })
  if (user.length > 0) execFileSync('chown', ['-R', '65534:65534', folder])
  const written: string[] = []
  return {
    folder,
    server,
    write: (count) => {
      for (const log of logs) {
        const lines = Array.from({ length: count }, (_none, index) => `${wordOf(written.length + index)} happened`)
        written.push(...lines)
        appendFileSync(log, lines.map((line) => `${line}\n`).join(''))
      }
    },
    rotate: () => {
      for (const log of logs) {
        renameSync(log, `${log}.1`)
        writeFileSync(log, '')
      }
    },
    run: ({ words = [], under = [] } = {}) =>
      startAgent(['mail-report', 'run', 'morning', ...words, '--config', config, '--state', join(folder, 'state')], {
        under: [...user, ...under],
        env: { UV_THREADPOOL_SIZE: '1' },
      }).exited,
    written: () => written.toSorted(),
    told: () => toldIn(server).toSorted(),
  }
}

function configured(folder: string, port: number, [one, two]: readonly string[]): string {
  return `
transmission: { host: 'http://127.0.0.1:9', credentials: { api_identifier: ABC123, api_secret: secret456 } }
spool: { path: ${folder}/spool }
runtime: { path: ${folder}/run }
mail_reports:
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com, host: 127.0.0.1, port: ${port} }
    sections:
      - unusual: { log: ${one}, start: beginning, most: 500 }
      - unusual: { log: ${two}, start: beginning, most: 500 }
        to: bob@example.com
`
}

/** A word without digits, as lines that differ in a number alone would be told as one. */
function wordOf(number: number): string {
  const letters = Array.from(number.toString(26), (digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)))
  return `q${letters.join('')}`
}

function toldIn({ mails }: FakeMailServer): readonly string[] {
  const byId = new Map(mails.map(({ data }) => [/^Message-ID: (.*)\r$/m.exec(data)?.[1], data]))
  return [...byId.values()].flatMap((mail) =>
    [...mail.matchAll(/base64\r\n\r\n([\w+/=\r\n]*)/g)].flatMap(([, body = '']) =>
      [
        ...Buffer.from(body, 'base64')
          .toString()
          .matchAll(/^1 x (.*)$/gm),
      ].map(([, line = '']) => line),
    ),
  )
}
