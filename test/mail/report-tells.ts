import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { serviceUser } from '../../agent/mail-reports/run/child-rights.ts'
import { spawnAgent } from '../support/agent-process.ts'
import { freePort } from '../support/free-port.ts'
import { GpgHome } from '../support/gpg-home.ts'
import { LOGIN, type MailHost } from './mail-host.ts'

/** What the report tells, and how it is called: for the readers alone. */
const SECRETS = ['cpsess0123456789', 'Quarterly numbers', 'heliotrope', 'numbers.txt', 'What nobody', LOGIN.password]

/** Lines without an end, bytes that are no text, and a boundary of mails. */
const OUTPUT = 'heliotrope é\r\n\t--=_report\n.\nFrom me\n'.repeat(4000)

/**
 * Mail reports of a host, encrypted to two readers: one waits for its server, and for the right password; then both
 * come through exim4, byte for byte. `inbox` reads so many mails.
 */
export async function reportTells(
  server: MailHost,
  inbox: (count: number) => Promise<readonly string[]>,
  say: (text: string) => void,
): Promise<void> {
  const ends: (() => void)[] = []
  const readers = [new GpgHome({ after: (end) => ends.push(end) }), new GpgHome({ after: (end) => ends.push(end) })]
  const folder = mkdtempSync(join(tmpdir(), 'spoor-mail-report-'))
  ends.push(() => rmSync(folder, { recursive: true }))
  try {
    const keys = readers.map((reader, number) => {
      const fingerprint = reader.key(`Reader ${number} <reader@example.com>`)
      return `{ file: ${reader.exported('reader.asc', fingerprint)}, fingerprint: ${fingerprint} }`
    })
    const before = (await inbox(0)).length
    const host = layOut(folder, server, keys)
    const run = async (): Promise<string> => runSecretly(folder)
    host.configure(await freePort())
    assert.match(await run(), /mail_report_waits: .*refused the connection/)
    nothingIsReadable(join(folder, 'state'))
    say('a mail report whose server is away waits, and nobody can read it on the disk')
    host.write('password', 'wrong')
    host.configure(server.smtp)
    assert.match(await run(), /mail_report_waits: .*(?:535|password|log in|login)/i)
    host.write('password', LOGIN.password)
    assert.match(await run(), /mail_report_refused: .*gone@example\.com: .*no such user/)
    const mails = (await inbox(before + 3)).slice(before)
    assert.equal(mails.length, 3, 'each once')
    const told: string[] = []
    for (const mail of mails) {
      for (const secret of SECRETS) assert.ok(!mail.includes(secret), secret)
      assert.match(mail, /^Subject: \[\.\.\.\]\r$/m)
      assert.match(mail, /^Received: [^]*esmtpsa/im)
      const [inside, other] = readers.map((reader) => reader.decrypt(mail).toString('latin1'))
      assert.equal(inside, other)
      told.push(...partsOf(inside ?? ''))
    }
    assert.equal(told.filter((part) => part.includes('cpsess0123456789')).length, 1, 'each line once')
    assert.equal(told.filter((part) => part.endsWith(`\n\n${shown(OUTPUT)}`)).length, 3)
    assert.equal(told.filter((part) => part.includes(join(folder, 'tree/numbers.txt'))).length, 3)
    assert.equal(told.filter((part) => part.includes('health: ')).length, 3)
    say(`${mails.length} mail reports came through exim4, encrypted, and gpg of both readers has every byte of them`)
  } finally {
    for (const end of ends.toReversed()) end()
  }
}

interface ReportedHost {
  readonly write: (name: string, text: string) => void
  readonly configure: (port: number) => void
}

/** A log with secrets, a tree, and the configuration of a report about them. */
function layOut(folder: string, { caFile }: MailHost, keys: readonly string[]): ReportedHost {
  chmodSync(folder, 0o711)
  const write: ReportedHost['write'] = (name, text) => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    const { uid, gid } = serviceUser() ?? assert.fail('root alone')
    // As the package has it: what the agent's user reads, or has.
    if (name === 'password') chownSync(path, uid, gid)
    if (name !== 'spoor.yml') return
    chownSync(path, 0, gid)
    chmodSync(path, 0o640)
    for (const each of ['spool', 'run']) chownSync(join(folder, each), uid, gid)
  }
  for (const name of ['logs', 'tree', 'spool', 'run']) mkdirSync(join(folder, name), { mode: 0o700 })
  write('logs/app.log', `GET /${SECRETS[0]}/mail of ${SECRETS[1]}\n`)
  write('tree/numbers.txt', 'x')
  write('output', OUTPUT)
  write('password', LOGIN.password)
  return {
    write,
    configure: (port) =>
      write(
        'spoor.yml',
        `
transmission: { host: 'http://127.0.0.1:9', credentials: { api_identifier: ABC123, api_secret: secret456 } }
spool: { path: ${folder}/spool }
runtime: { path: ${folder}/run }
mail_reports:
  - name: morning
    subject: ${SECRETS[1]}
    mail:
      { from: spoor@example.com, to: [anna@example.com, gone@example.com], host: localhost, port: ${port},
        tls: starttls, user: ${LOGIN.user}, password_file: ${folder}/password, ca_file: ${caFile},
        keys: [${keys.join(', ')}] }
    sections:
      - { unusual: { log: ${folder}/logs/app.log, start: beginning }, mime_file: numbers.txt, description: What nobody }
      - command: { exec: [/bin/cat, ${folder}/output], user: root, most: 1MiB }
      - files: { trees: ${folder}/tree }
      - statistics:
`,
      ),
  }
}

/** Makes the report while every process list is looked through; what it says. */
async function runSecretly(folder: string): Promise<string> {
  const words = ['mail-report', 'run', 'morning', '--config', join(folder, 'spoor.yml')]
  const agent = spawnAgent([...words, '--state', join(folder, 'state')])
  const end = new AbortController()
  const ended = agent.exited.finally(() => end.abort())
  while (!end.signal.aborted) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      for (const file of ['cmdline', 'environ'] as const) assertSecret(textOf(`/proc/${pid}/${file}`))
    await Promise.race([ended, setTimeout(5)])
  }
  const { stdout, stderr } = await ended
  assertSecret(stdout + stderr)
  return stderr
}

/** Nothing but the list of files, which the next report is compared with, tells anything. */
function nothingIsReadable(state: string): void {
  const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  assert.ok(files.some(({ name }) => name.endsWith('.eml')))
  for (const { parentPath, name } of files)
    if (!parentPath.includes('/files-')) assertSecret(readFileSync(join(parentPath, name), 'latin1'))
}

function assertSecret(text: string): void {
  for (const secret of SECRETS) assert.ok(!text.includes(secret), secret)
}

/** A process may have ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** The content of all parts in base64. */
function partsOf(mail: string): readonly string[] {
  return [...mail.matchAll(/base64\r\n\r\n([\w+/=\r\n]*)/g)].map(([, body = '']) =>
    Buffer.from(body, 'base64').toString(),
  )
}

/** As a command's output is told: what steers a terminal is escaped. */
function shown(output: string): string {
  return output.replaceAll('\r', String.raw`\x0d`)
}
