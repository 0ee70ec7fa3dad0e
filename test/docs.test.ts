import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { isPlaceholder } from '../agent/check/placeholder.ts'
import { everyRule } from '../agent/collect/rules.ts'
import { cpanelAccess } from '../agent/drivers/cpanel-access.ts'
import { cpanelError } from '../agent/drivers/cpanel-error.ts'
import { cpanelLogin } from '../agent/drivers/cpanel-login.ts'
import type { Parsed } from '../agent/drivers/driver.ts'
import { newSecret } from '../lib/credentials/secret.ts'
import { FIELDS } from '../lib/event/fields.ts'
import type { RuleNumbers } from '../lib/rules/numbers.ts'
import { startAgent } from './support/agent-process.ts'
import { concluded } from './support/concluded.ts'
import { DOCS, commandsIn } from './support/documented-commands.ts'
import { createEnrollingHost } from './support/enrolling-host.ts'
import { startFakeApi } from './support/fake-api.ts'
import { createFakeCpanel } from './support/fake-cpanel.ts'
import { createFileTree } from './support/file-trees.ts'
import { hubCommand, startHub } from './support/hub-process.ts'
import { ROOT } from './support/repository-files.ts'
import { temporaryFolder } from './support/spool-scene.ts'
import { createTestHost, loginLine } from './support/test-host.ts'

/** The words after the program's name, with the test host's files instead of those in the example. */
function wordsOf(command: string, log: string, config: string): { args: string[]; stdin: boolean } {
  const [line = '', input] = (command.split(' | ')[0] ?? '').split(' < ')
  const [, name = '', ...words] = line.replace(/COMMAND/, 'status').split(' ')
  const args = words.map((word) => (word.startsWith('/') || word === 'FILE' ? log : word))
  const needsConfig = !['parse', 'help', 'version', '--version'].includes(name) && !args.includes('--help')
  return { args: [name, ...args, ...(needsConfig ? ['--config', config] : [])], stdin: input !== undefined }
}

/** Commands that change the machine they run on. */
const CPANEL = /^spoor-agent cpanel (\w+)(?: --(dry-run))?$/

test('every cpanel command in the documents works, on a host with registered services', async (t) => {
  const typed = DOCS.flatMap((document) => commandsIn(document)).flatMap((command) => {
    const [, action, option] = CPANEL.exec(command) ?? []
    return action === undefined ? [] : [{ action, options: option === undefined ? {} : { [option]: true } }]
  })
  assert.ok(typed.length >= 4)
  for (const { action, options } of typed) {
    const host = await createFakeCpanel(t)
    await host.run('register')
    assert.equal((await host.run(action, options)).code, 0, action)
  }
})

test('SECURITY.md has every key of an entry in its table, no other, and says which name people', () => {
  const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')
  const rows = [...text.matchAll(/^\| (`[^|]*`) \|[^|]*\| (yes|perhaps)? ?\|$/gm)].flatMap(([, keys = '', who]) =>
    keys.split(', ').map((key) => [key.replaceAll('`', ''), who !== undefined] as const),
  )
  const expected = Object.entries(FIELDS).map(([name, { privacy }]) => [name, privacy === 'personal'] as const)
  assert.deepEqual(Object.fromEntries(rows), Object.fromEntries(expected))
})

/** Commands that look at the machine they run on. */
const BACKSTOP = /^spoor-agent backstop\b/

test('every backstop command in the documents is one of the command, which its own tests run', () => {
  const commands = DOCS.flatMap((document) => commandsIn(document)).filter((command) => BACKSTOP.test(command))
  assert.ok(commands.length > 0)
  for (const command of commands) assert.match(command, /^spoor-agent backstop(?: --dry-run)?$/)
})

/** Commands that list folders of the machine they run on. */
const FILES = /^spoor-agent files\b/

test('every files command in the documents works, in a folder of its own', async (t) => {
  const commands = DOCS.flatMap((document) => commandsIn(document)).filter((command) =>
    /^spoor-agent files \w/.test(command),
  )
  assert.ok(commands.length >= 3)
  const tree = await createFileTree(t)
  tree.put('a', 'a')
  const beside = join(tree.root, '..')
  for (const command of commands) {
    const [line = '', output = 'files.out'] = command.split(' > ')
    const words = line.split(' ').slice(1)
    const args = words.map((word) => (/^\/(?:etc|usr)$/.test(word) ? tree.root : word.replace('/var/lib', beside)))
    const placed = args.map((word) => (word.startsWith('files.') ? join(beside, word) : word))
    const { code, stdout, stderr } = await startAgent(placed).exited
    assert.equal(code, 0, `${command}: ${stderr}`)
    if (output === 'files.list') for (const name of [output, 'files.new']) await writeFile(join(beside, name), stdout)
  }
})

/** Commands that need a hub. */
const ENROL = /^spoor-agent enrol https:\/\/\S+/

test('every enrol command in the documents works, on a server without a receiver', async (t) => {
  const commands = DOCS.flatMap((document) => commandsIn(document)).filter((command) => ENROL.test(command))
  assert.ok(commands.length > 0)
  const api = await startFakeApi()
  t.after(() => api.close())
  api.otherwise = ({ method }) => (method === 'PUT' ? { status: 204 } : { status: 201, body: '{"identifier":"web1"}' })
  for (const command of commands) {
    const host = await createEnrollingHost(t)
    assert.match(await host.enrol(api.url, `t-22222222.${newSecret()}`), /^The hub accepts the credentials/m, command)
  }
})

/** Needs an event; test/agent/commands/line.test.ts has some. */
const LINE = /^spoor-agent line\b/

/** Needs a syslog and rules; test/agent/commands/learn.test.ts has some. */
const LEARN = /^spoor-agent learn\b/

/** Need a mail server, or a configuration of MailLog; test/mail-reports-document.test.ts has both. */
const MAIL_REPORT = /^spoor-agent (?:mail-report|import)\b/

/** Need own drivers; test/drivers-document.test.ts has some. */
const DRIVERS = /^spoor-agent (?:drivers (?:test|enable)|replay vsftpd)\b/

/** Reads logs of the host; test/mail-statistics-document.test.ts has some. */
const MAIL = /^spoor-agent mail(?: |$)/

/** Waits for lines; test/agent/commands/trace.test.ts stops it. */
const TRACE = /^spoor-agent trace\b/

/** Reads logs of the host; test/traffic-document.test.ts has some. */
const TRAFFIC = /^spoor-agent traffic(?: |$)/

/** Need services to check; test/checks-document.test.ts has some. */
const CHECKS = /^spoor-agent (?:checks|watch)\b/

/** Finds that no service runs here, and says so; test/troubleshoot-document.test.ts runs it. */
const DOCTOR = /^spoor-agent doctor\b/

/** Change the machine they run on; test/setup-document.test.ts has one. */
const SETUP = /^spoor-agent (?:setup|teardown)\b/

/** Commands that other tests run. */
const CHANGES = [BACKSTOP, CPANEL, ENROL, SETUP]
const APART = [...CHANGES, CHECKS, DOCTOR, DRIVERS, FILES, LEARN, LINE, MAIL, MAIL_REPORT, TRACE, TRAFFIC]

const SERVICES = new Set(['run', 'collect', 'transmit'])

for (const document of DOCS) {
  const commands = [...new Set(commandsIn(document))]
  if (commands.length === 0) continue
  test(`every command in ${document} works`, async () => {
    const api = await startFakeApi()
    const lists = { status: 200, body: '{"reports":[],"mailbox_events":[]}' }
    api.otherwise = ({ method }) => (method === 'POST' ? { status: 202 } : lists)
    const host = await createTestHost({ api: api.url })
    after(() => Promise.all([api.close(), host.remove()]))
    await host.write('login', loginLine('anna@example.com'))
    const access = `host: '${api.url}', credentials: { api_identifier: ABC123, api_secret: secret456 }`
    await appendFile(host.config, `receivers: [{ name: hub, ${access} }]\n`)
    const webhook = `{ url: '${api.url.replace('localhost', '127.0.0.1')}/hook', allow: 127.0.0.1 }`
    await appendFile(host.config, `alerts: [{ name: ops, webhook: ${webhook} }]\n`)
    // The documents speak of a server on which the agent has run.
    await startAgent(['run', '--once', '--config', host.config]).exited
    for (const command of commands.filter((each) => !APART.some((apart) => apart.test(each)))) {
      const { args, stdin } = wordsOf(command, host.logs.login, host.config)
      const agent = startAgent(args, stdin ? { input: readFileSync(host.logs.login, 'utf8') } : {})
      if (SERVICES.has(args[0] ?? '') && !args.includes('--once')) {
        await agent.untilLine(/(source_found: login|transmitter_started)/)
        agent.kill('SIGTERM')
      }
      const { code, stderr } = await agent.exited
      // No service runs here, and `status` says so.
      assert.equal(code, args[0] === 'status' && !args.includes('--help') ? 3 : 0, `${command}: ${stderr}`)
    }
  })
}

/** Needs a database; test/hub/store/move/ has one. */
const MOVE = /\bmove\b/

/**
 * Needs an incident or a channel, which test/hub/commands/{alerts,incidents}.test.ts have; or only says what it would
 * do, and fails.
 */
const TRIED_ELSEWHERE = /^spoor-hub (?:incidents (?!list)|alerts (?!list|snoozes)|erase (?!.*--yes))/

/** What people would type for the commands that ask for a password. */
const PASSWORD = 'correct horse battery\n'

for (const document of DOCS) {
  const commands = [...new Set(commandsIn(document, 'spoor-hub'))]
  if (commands.length === 0) continue
  test(`every command of the hub in ${document} works`, async (t) => {
    const folder = await temporaryFolder(t)
    const [config, copy] = [join(folder, 'hub.yml'), join(folder, 'copy.db')]
    await writeFile(config, `store: ${folder}\nlisten: ${folder}/hub.sock\n`, { mode: 0o600 })
    const [program = '', ...start] = hubCommand()
    // The documents speak of a hub that has run, and of a server.
    const before = ['spoor-hub migrate', 'spoor-hub agents add web1.example.com']
    const tried = commands.filter((each) => !MOVE.test(each) && !TRIED_ELSEWHERE.test(each))
    for (const command of [...before, ...tried]) {
      const typed = (command.split(' && ')[0] ?? '').replace('COMMAND', 'check').replaceAll(/\/var\/\S+\.db/g, copy)
      const [, ...words] = typed.split(' ')
      if (words[0] === 'serve') {
        assert.equal(await (await startHub(config)).end('SIGTERM'), 0, command)
        continue
      }
      const line = [...start, ...words, ...(words[0] === 'help' ? [] : ['--config', config])]
      const { status, stderr } = spawnSync(program, line, { cwd: ROOT, encoding: 'utf8', input: PASSWORD })
      // No hub runs here, and `status` says so.
      assert.equal(status, words[0] === 'status' ? 3 : 0, `${command}: ${stderr}`)
    }
  })
}

test('the takeover in the README is what drivers and rules make of its lines', () => {
  const [login, access, error] = [cpanelLogin, cpanelAccess, cpanelError]
  const failed =
    '[2026-11-20 08:01:11 +0000] info [webmaild] 203.0.113.66 - anna@shop.example "POST /login/ HTTP/1.1" FAILED LOGIN webmaild: user password incorrect'
  const lines = [
    ...Array.from({ length: 20 }, () => [login, failed] as const),
    [login, '[2026-11-20 08:02:11 +0000] info [webmaild] 203.0.113.66 - anna@shop.example - SUCCESS LOGIN webmaild'],
    [
      access,
      '203.0.113.66 - anna%40shop.example [11/20/2026:08:03:40 -0000] "POST /cpsess0123456789/execute/Email/add_forwarder HTTP/1.1" 200 0 "-" "-" "s" "-" 2096',
    ],
    [
      error,
      '[2026-11-20 08:03:40 +0000] info [spoor_forward_added] {"args":{"domain":"","email":"anna","fwdopt":"fwd","fwdemail":"drop@mail.example"},"result":[{"domain":"shop.example","email":"anna@shop.example","forward":"drop@mail.example"}],"user":"shop"}',
    ],
  ] as const
  const [, shown = ''] = /```json\n([^]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? []
  const events = lines.flatMap(([driver, line]) => {
    const parsed: Parsed = driver.parse(line, { zone: undefined, now: 0 })
    return typeof parsed === 'string' ? assert.fail(line) : parsed
  })
  const { rules }: { readonly rules: RuleNumbers } = JSON.parse(
    readFileSync(join(ROOT, 'test/fixtures/config/only-what-is-required.json'), 'utf8'),
  )
  const said = concluded(everyRule(rules), events)
  for (const line of shown.trimEnd().split('\n')) {
    const entry: Readonly<Record<string, unknown>> = JSON.parse(line)
    const event = said.find(({ type }) => type === entry['type'])
    const told = Object.entries(event ?? {}).filter(([key]) => Object.hasOwn(entry, key))
    assert.deepEqual(Object.fromEntries(told), entry)
  }
})

test('an example address that must be replaced is marked as such', () => {
  for (const document of DOCS) {
    const text = readFileSync(join(ROOT, document), 'utf8')
    for (const [address] of text.matchAll(/\b(?:spoor|packages)\.example\.com\b/g)) {
      const near = new RegExp(`[Rr]eplace[^.]{0,80}${RegExp.escape(address)}|${RegExp.escape(address)}.{0,40}replace`)
      assert.match(text, near, document)
    }
  }
})

test("check refuses the README's credentials until they are replaced", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const given = [...readme.matchAll(/^ *api_(?:identifier|secret): (\S+)/gm)].map(([, text = '']) => text)
  assert.deepEqual(given.map(isPlaceholder), [true, true])
})

const GIVEN = /\bnotice\(\s*'\w+',\s*'(\w+)'/g

test('every notice and every warning of status is documented, and no others', () => {
  const codesIn = (paths: string, pattern: RegExp): string[] =>
    [
      ...new Set(
        globSync(paths, { cwd: ROOT }).flatMap((path) =>
          [...readFileSync(join(ROOT, path), 'utf8').matchAll(pattern)].map(([, code = '']) => code),
        ),
      ),
    ].sort()
  const explainedIn = (path: string): string[] =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, code = '']) => code))
      .sort()
  const given = codesIn('{agent,lib}/**/*.ts', GIVEN)
  assert.ok(given.length > 20)
  assert.deepEqual(explainedIn('docs/notices.md'), given)
  const ofHub = codesIn('{hub,lib/notice}/**/*.ts', GIVEN)
  assert.ok(ofHub.length > 10)
  assert.deepEqual(explainedIn('docs/hub/notices.md'), ofHub)
  const commands = readFileSync(join(ROOT, 'docs/commands.md'), 'utf8')
  const warnings = codesIn('agent/status/health.ts', /warning\(\s*'\w+',\s*'(\w+)'/g)
  assert.deepEqual(
    warnings.filter((code) => !commands.includes(`\`${code}\``)),
    [],
  )
})
