import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { suite, test, type TestContext } from 'node:test'
import { importCommand } from '../../../agent/commands/import.ts'
import { loadConfig } from '../../../agent/config/load.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const FIXTURES = 'test/fixtures/maillog'

interface Ran {
  readonly code: number
  readonly yaml: string
  readonly said: string
}

async function imported(file: string): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal }
  const [yaml, said] = [text(stdout), text(stderr)]
  const code = await importCommand.run(['maillog', file], {}, io)
  stdout.end()
  stderr.end()
  return { code, yaml: await yaml, said: await said }
}

/** A configuration of MailLog with this text, and others beside it. */
async function written(
  t: TestContext,
  content: string,
  others: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = await temporaryFolder(t)
  for (const [name, other] of Object.entries({ ...others, 'maillog.conf': content }))
    await writeFile(join(folder, name), other)
  return join(folder, 'maillog.conf')
}

async function loaded(t: TestContext, yaml: string): ReturnType<typeof loadConfig> {
  const file = join(await temporaryFolder(t), 'spoor.yml')
  await writeFile(file, yaml, { mode: 0o600 })
  return loadConfig(file)
}

function withFingerprints(yaml: string): string {
  return yaml.replaceAll('WRITE-ITS-FINGERPRINT', '0123456789ABCDEF0123456789ABCDEF01234567')
}

suite('import maillog', () => {
  for (const [name, exitCode] of [
    ['everything', 0],
    ['left-out', 1],
  ] as const)
    test(`${name}.conf becomes ${name}.yml, with what is in ${name}.txt left out`, async () => {
      const { code, yaml, said } = await imported(`${FIXTURES}/${name}.conf`)
      assert.equal(yaml, readFileSync(`${FIXTURES}/${name}.yml`, 'utf8'))
      assert.equal(said, readFileSync(`${FIXTURES}/${name}.txt`, 'utf8'))
      assert.equal(code, exitCode)
    })

  test('of a file without sections it says that, too', async (t) => {
    const { code, said } = await imported(await written(t, '# nothing yet\nset to anna@example.com\n'))
    assert.equal(code, 1)
    assert.match(said, /set from: is not there; .*\n.*maillog\.conf: command, monitor, watch: none is there; write sec/)
  })

  test('what it prints is refused while a fingerprint is missing, and loads with them alone', async (t) => {
    const { yaml } = await imported(`${FIXTURES}/everything.conf`)
    await assert.rejects(loaded(t, yaml), { exitCode: 2, message: /keys\.0\.fingerprint: is no fingerprint/ })
    const { config } = await loaded(t, withFingerprints(yaml))
    assert.deepEqual(
      config.mailReports.map(({ name, sections }) => [name, sections.map(({ type }) => type)]),
      [
        ['maillog', ['command', 'files', 'unusual', 'module', 'unusual']],
        ['maillog-2', ['unusual']],
      ],
    )
    const [first, second] = config.mailReports
    assert.equal(first?.letter.mail.keys?.length, 2)
    assert.deepEqual(second?.sections[0]?.letter?.mail.to, ['security@example.com'])
    assert.equal(second?.sections[0]?.letter?.mail.keys?.length, 2)
  })

  test('what was left out in part loads, too, once the missing address is written', async (t) => {
    const { yaml } = await imported(`${FIXTURES}/left-out.conf`)
    const { config } = await loaded(t, withFingerprints(yaml).replace('mail:\n', 'mail:\n      to: anna@example.com\n'))
    assert.deepEqual(
      config.mailReports[0]?.sections.map(({ type }) => type),
      ['command', 'files', 'unusual'],
    )
  })

  test('a pgp command without a recipient that can be told never leaves a report in clear', async (t) => {
    const commands = [
      'gpg -c',
      'gpg -e',
      'gpg -e -r',
      'pgp -feat anna',
      '',
      'gpg -e -r a@example.com; cat',
      'gpg -er a@example.com > x',
      'gpg -f key',
    ]
    for (const command of commands) {
      const mail = `set to a@example.com\nset from b@example.com\nset pgp '${command}'\n`
      const file = await written(t, `${mail}command <<E\nexec who\nE\n`)
      const { code, yaml } = await imported(file)
      assert.equal(code, 1, command)
      await assert.rejects(loaded(t, yaml), /maillog\.mail\.keys\.0\.fingerprint/, command)
    }
  })

  test('recipients are found in every spelling of gpg', async (t) => {
    const pgp =
      "gpg2 -aer anna@example.com -R'<bert@example.com>' --encrypt-to anna@example.net --hidden-recipient=0xABCD"
    const { code, yaml } = await imported(await written(t, `set pgp ${pgp}\n`))
    assert.equal(code, 1)
    assert.deepEqual(
      [...yaml.matchAll(/# Type: (.*)/g)].map(([, typed]) => typed),
      [
        'gpg --armor --export anna@example.com > /etc/spoor/keys/anna.asc',
        "gpg --armor --export '<bert@example.com>' > /etc/spoor/keys/bert.asc",
        'gpg --armor --export anna@example.net > /etc/spoor/keys/anna-3.asc',
        'gpg --armor --export 0xABCD > /etc/spoor/keys/0xabcd.asc',
      ],
    )
  })

  test('text of others stays in its value or its comment', async (t) => {
    const command = "exec 'echo: # & * ! | > %  \u001b[31m - {a: b} \u2028 x'"
    const file = await written(t, `# \u001b[2J\u2028mail_reports: []\ncommand <<E\n${command}\nE\n`)
    const { yaml } = await imported(file)
    const full = yaml.replace('mail: {}', 'mail: { from: a@example.com, to: b@example.com }')
    for (const raw of ['\u001b', '\u2028']) assert.ok(!yaml.replace(/echo:[^\n]*/, '').includes(raw))
    const section = (await loaded(t, full)).config.mailReports[0]?.sections[0]
    assert.equal(section?.type === 'command' && section.settings.exec[2], command.slice(6, -1))
  })

  test('what cannot be read or parsed ends with 2, and says where', async (t) => {
    const nested = (depth: number): string => `${'s <<E\n'.repeat(depth)}${'E\n'.repeat(depth)}`
    const chain = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`${at}.conf`, `source ${at + 1}.conf\n`]))
    for (const [content, message, others] of [
      ['source nowhere.conf\n', /maillog\.conf:1: nowhere\.conf: it cannot be read \(ENOENT\)$/],
      [
        '\nsource b.conf\n',
        /b\.conf:1: \S+: sources itself: \S+maillog\.conf, \S+b\.conf, \S+maillog\.conf$/,
        {
          'b.conf': 'source maillog.conf\n',
        },
      ],
      ['source 0.conf\n', /15\.conf:1: 16\.conf: is more than 16 files deep$/, chain],
      ["set to 'anna\n", /maillog\.conf:1: has a quote or a backslash without an end/],
      ['set to anna\\\n', /maillog\.conf:1: has a quote or a backslash without an end/],
      ['\ncommand <<A\nB\n', /maillog\.conf:2: has no end; write A on a line of its own$/],
      ['watch <<A\ndo ignore\nA\n', /maillog\.conf:2: has no end; write end on a line of its own$/],
      ['<<A\nB\n', /maillog\.conf:1: has no end; write A/],
      [nested(17), /maillog\.conf:17: has more than 16 sections within each other$/],
      ['set to a\n'.repeat(3334), /maillog\.conf:3334: is beyond 10000 words; write less$/],
      [' '.repeat(1024 ** 2 + 1), /maillog\.conf: it has 1048577 bytes; 1 MiB is the most of all files$/],
      [
        'source big.conf\nsource big.conf\n',
        /:2: big\.conf: it has 700000 bytes; 1 MiB/,
        {
          'big.conf': '#'.repeat(700_000),
        },
      ],
    ] as const) {
      const file = await written(t, content, others)
      await assert.rejects(imported(file), { name: 'ActionNeeded', exitCode: 2, message }, String(message))
    }
    const { code } = await imported(await written(t, nested(16)))
    assert.equal(code, 1)
  })

  test('more comments than a call can have arguments, and a long word, are read', async (t) => {
    for (const content of [
      '<<A\n' + '\n'.repeat(150_000) + 'A\n',
      '#\n'.repeat(150_000),
      `set to "${'x'.repeat(150_000)}"\n`,
    ]) {
      const { yaml } = await imported(await written(t, content))
      assert.match(yaml, /^mail_reports:$/m)
    }
  })

  test('names its file, and its action', async () => {
    const io = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
    const run = (args: string[]): Promise<number> =>
      importCommand.run(args, {}, { ...io, signal: new AbortController().signal })
    await assert.rejects(run(['maillog']), {
      exitCode: 2,
      message: 'import maillog: name the file of the configuration',
    })
    await assert.rejects(run(['logwatch', 'x']), { exitCode: 2 })
  })
})
