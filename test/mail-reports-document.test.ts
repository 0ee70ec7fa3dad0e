// What the documents say of mail reports, tried.
import assert from 'node:assert/strict'
import { copyFileSync, readFileSync } from 'node:fs'
import { appendFile, chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { loadConfig } from '../agent/config/load.ts'
import { startAgent } from './support/agent-process.ts'
import { DOCS, commandsIn } from './support/documented-commands.ts'
import { type FakeMailServer, startFakeMailServer } from './support/fake-mail-server.ts'
import { ROOT } from './support/repository-files.ts'
import { temporaryFolder } from './support/spool-scene.ts'

/** A host whose report `morning` tells of a log. */
interface ReportingHost {
  readonly server: FakeMailServer
  /** Runs a command of the documents, with this host's files instead of those in it; resolves with standard output. */
  readonly run: (command: string) => Promise<string>
  /** Writes a line to the log. */
  readonly write: (line: string) => Promise<void>
}

async function reportingHost(t: TestContext): Promise<ReportingHost> {
  const folder = await temporaryFolder(t)
  await chmod(folder, 0o755)
  const server = await startFakeMailServer()
  t.after(() => server.close())
  const [config, log, state] = [join(folder, 'spoor.yml'), join(folder, 'syslog'), join(folder, 'spoor-reports')]
  const lines = [
    'mail_reports:',
    '  - name: morning',
    '    every: daily at 07:00',
    `    mail: { from: spoor@example.com, to: anna@example.com, port: ${server.port} }`,
    `    sections: [{ unusual: { log: ${log}, start: beginning } }]`,
    `spool: { path: ${join(folder, 'spool')} }`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  await writeFile(log, '')
  copyFileSync(join(ROOT, 'test/fixtures/maillog/everything.conf'), join(folder, 'maillog.conf'))
  copyFileSync(join(ROOT, 'test/fixtures/maillog/more.conf'), join(folder, 'more.conf'))
  return {
    server,
    write: (line) => appendFile(log, `${line}\n`),
    async run(command) {
      const [line = ''] = command.split(' > ')
      const [, ...words] = line.replace('FILE', join(folder, 'maillog.conf')).replaceAll('~', folder).split(' ')
      const hasFiles = words[0] === 'import' || words[1] === 'generate' || words.includes('--state')
      const { code, stdout, stderr } = await startAgent([
        ...words,
        ...(hasFiles ? [] : ['--config', config, '--state', state]),
      ]).exited
      assert.equal(code, 0, `${command}: ${stderr}`)
      return stdout
    },
  }
}

const MAIL_REPORT = /^spoor-agent (?:mail-report|import) \S+ /

test('every command in the documents about mail reports works', async (t) => {
  const host = await reportingHost(t)
  const commands = new Set(
    DOCS.flatMap((document) => commandsIn(document)).filter((each) => MAIL_REPORT.test(`${each} `)),
  )
  assert.ok(commands.size >= 7)
  for (const command of commands) await host.run(command)
})

test('the first report is as the document says: the dry run moves nothing, and the report is made and sent', async (t) => {
  const host = await reportingHost(t)
  await host.write('Nov 29 06:00:00 web1 shop: paid 7 times')
  const said = /^[^]*shop: paid 7 times/
  const dry = await host.run('spoor-agent mail-report run morning --dry-run --debug')
  assert.match(dry, said)
  assert.equal(await host.run('spoor-agent mail-report run morning'), 'morning: made, 1 mail.\n')
  assert.match(textOf(host.server.mails[0]?.data ?? ''), said)
  assert.equal(await host.run('spoor-agent mail-report run morning'), 'morning: nothing to tell.\n')
})

/** The text of all parts of a mail. */
function textOf(mail: string): string {
  return [...mail.matchAll(/base64\r?\n\r?\n([\w+/=\r\n]*)/g)]
    .map(([, body = '']) => Buffer.from(body, 'base64').toString())
    .join('')
}

test('a mail that waits is listed with who waits for it, and dropped as the document says', async (t) => {
  const host = await reportingHost(t)
  await host.write('Nov 29 06:00:00 web1 shop: paid 7 times')
  host.server.does = (line) => (line.startsWith('RCPT') ? '550 no such user' : undefined)
  await assert.rejects(host.run('spoor-agent mail-report run morning'), /refused for good/)
  assert.match(await host.run('spoor-agent mail-report list'), /^refused +anna@example\.com: .*refuses this recipient/m)
  assert.match(await host.run('spoor-agent mail-report drop morning --yes'), /^Dropped: 1 report\.$/m)
  assert.doesNotMatch(await host.run('spoor-agent mail-report list'), /refused/)
})

/** Examples in YAML of a document: whole ones, and those that stand below `sections:`. */
function examplesIn(document: string): readonly string[] {
  const text = readFileSync(join(ROOT, document), 'utf8')
  return [...text.matchAll(/^```yaml\n([^]*?)```/gm)].map(([, example = '']) =>
    example.startsWith('- ') ? SECTIONS + example.replaceAll(/^/gm, '      ') : example,
  )
}

const SECTIONS = `mail_reports:
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com }
    sections:
`

test('every example of a configuration in the documents of mail reports is valid', async (t) => {
  const folder = await temporaryFolder(t)
  const examples = ['docs/mail-reports.md', 'docs/mail-reports-sections.md'].flatMap(examplesIn)
  assert.ok(examples.length >= 8)
  for (const [index, example] of examples.entries()) {
    const file = join(folder, `${index}.yml`)
    await writeFile(file, example, { mode: 0o600 })
    const { config } = await loadConfig(file)
    assert.ok(config.mailReports.length > 0, example)
  }
})
