import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { learn } from '../../../agent/commands/learn.ts'
import type { Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { type RanCommand, ranCommand } from '../../support/ran-command.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

function run(file: string, options: Options = {}, input = ''): Promise<RanCommand> {
  return ranCommand(learn, [file], options, input)
}

function line(second: number, message: string): string {
  return `Nov  1 00:00:${String(second).padStart(2, '0')} web1 ${message}\n`
}

const LOG = [
  line(0, 'sshd[1]: Bye anna from 192.0.2.1 port 22'),
  line(1, 'sshd[2]: Bye bert from 2001:db8::1 port 23'),
  line(2, "shop: it's paid 7 times"),
  line(3, 'sshd[3]: Bye carl from 192.0.2.3 port 24'),
  line(4, "shop: it's paid 8 times"),
  line(5, 'cron: once'),
].join('')

async function logFile(t: TestContext, content: string | Buffer = LOG): Promise<string> {
  const file = join(await temporaryFolder(t), 'log')
  await writeFile(file, content)
  return file
}

suite('learn', () => {
  test('groups lines and proposes a rule for each group, with what it hides', async (t) => {
    const { exitCode, output, said } = await run(await logFile(t))
    assert.equal(
      output,
      [
        '3 lines, Nov  1 00:00:00 to Nov  1 00:00:03',
        '    Nov  1 00:00:00 web1 sshd[1]: Bye anna from 192.0.2.1 port 22',
        "  - 'sshd[@int]: Bye @word from @ip port @int'",
        '    hides 3 lines',
        '',
        '2 lines, Nov  1 00:00:02 to Nov  1 00:00:04',
        "    Nov  1 00:00:02 web1 shop: it's paid 7 times",
        "  - 'shop: it''s paid @int times'",
        '    hides 2 lines',
        '',
        '1 line, Nov  1 00:00:05',
        '    Nov  1 00:00:05 web1 cron: once',
        '  no rule: it was seen once',
        '',
        '',
      ].join('\n'),
    )
    assert.equal(exitCode, 0)
    assert.match(said, /^Lines: 6; known by the rules: 0; groups of the others: 3\.\nNo rule was added\. Read each/)
  })

  test('leaves out what rules know, and what it proposes is a rule', async (t) => {
    const log = await logFile(t)
    const rules = join(await temporaryFolder(t), 'rules.yml')
    const { output } = await run(log)
    await writeFile(rules, `ignore:\n${output.match(/^ {2}- .*\n/gm)?.join('') ?? ''}`)
    const again = await run(log, { rules })
    assert.match(again.output, /^1 line.*\n.*once\n/)
    assert.match(again.said, /^Lines: 6; known by the rules: 5; groups of the others: 1\.\n/)
    const logcheck = join(await temporaryFolder(t), 'rules')
    await writeFile(logcheck, ' cron: once$\n(a)\\1\n..\n')
    const all = await run(log, { rules: `${rules},${logcheck}` })
    assert.equal(all.output, '')
    assert.match(
      all.said,
      /^Left out: .*rules:2: refers back to a group.*\nCompared with every line, .*rules:3\.\nLines: 6; known by the rules: 6;/,
    )
  })

  test('says what a rule hides besides its own group', async (t) => {
    const ids = ['shop: 0x1 0x2 0x3 end', 'shop: 0x4 0x5 0x6 end', 'shop: 0x7 0x8 0x9 end']
    const colours = ['shop: red blue grey end', 'shop: red blue pink end']
    const file = await logFile(t, [...ids, ...colours].map((message) => line(0, message)).join(''))
    const { output } = await run(file)
    assert.match(output, /- 'shop: @word @word @word end'\n {4}hides 5 lines; also hides 2 lines of 1 other template\n/)
    assert.match(output, /- 'shop: red blue @word end'\n {4}hides 2 lines\n/)
    const [first] = (await run(file, { json: true })).output.split('\n')
    assert.deepEqual(JSON.parse(first ?? ''), {
      template: 'shop: @word @word @word end',
      count: 3,
      first: 'Nov  1 00:00:00',
      last: 'Nov  1 00:00:00',
      examples: ids.map((message) => line(0, message).trimEnd()),
      rule: 'shop: @word @word @word end',
      no_rule: null,
      hides: 5,
      also_hides: { lines: 2, templates: 1 },
    })
  })

  test('reads gzip, standard input and pipes, and sees the same in them', async (t) => {
    const { output } = await run(await logFile(t))
    assert.equal((await run(await logFile(t, gzipSync(LOG)))).output, output)
    assert.equal((await run('-', {}, LOG)).output, output)
    const pipe = join(await temporaryFolder(t), 'pipe')
    execFileSync('mkfifo', [pipe])
    const [fromPipe] = await Promise.all([run(pipe), appendFile(pipe, LOG)])
    assert.equal(fromPipe.output, output)
  })

  test('shows as many groups as are asked for, and counts the rest', async (t) => {
    const { output, said } = await run(await logFile(t), { most: '1' })
    assert.match(output, /^3 lines/)
    assert.doesNotMatch(output, /shop/)
    assert.match(said, /Not shown: 2 groups with 3 lines; --most 3 shows all\./)
    await assert.rejects(run('-', { most: '0' }), /--most wants a number from 1 to 999/)
  })

  test('prints nothing that steers a terminal, and proposes no rule with it', async (t) => {
    const evil = [1, 2].map((number) => line(number, `shop: \u001b[2J\u202e forged ${number} lines`)).join('')
    const { output } = await run(await logFile(t, evil))
    // oxlint-disable-next-line no-control-regex -- these must not be there
    assert.doesNotMatch(output, /[\u0000-\u0009\u000b-\u001f\u202e]/)
    assert.match(output, /no rule: it holds control characters/)
    const json = await run(await logFile(t, evil), { json: true })
    assert.equal(JSON.parse(json.output).count, 2)
    assert.ok(!json.output.includes('\u001b') && !json.output.includes('\u202e'))
  })

  test('proposes no rule without fixed text', async (t) => {
    const { output } = await run(await logFile(t, '1 2 3\n4 5 6\n'))
    assert.match(output, /no rule: its lines share no text of 3 or more characters/)
  })

  test('counts what is cut and what has no group', async (t) => {
    const many = Array.from({ length: 600 }, (_, number) => `p${number}: once\n`).join('')
    const { said } = await run(await logFile(t, `${many}${'x'.repeat(300_000)}\n`))
    assert.match(said, /In no group, as there were too many: 101 lines\.\nCut at 256 KiB: 1 line\./)
  })

  test('of more than it can keep of a pipe, tries rules on the beginning, and says so', async () => {
    const { output, said } = await run('-', {}, line(0, `shop: paid 7 times`).repeat(200_000))
    assert.match(output, /^200000 lines/)
    assert.match(output, /hides 1\d{5} lines/)
    assert.match(said, /Rules were tried on the first 8 MiB of unknown lines only; name a file to try all\./)
  })

  test('says what is wrong with a file, and nothing of an empty one', async (t) => {
    assert.deepEqual(await run(await logFile(t, '')), {
      exitCode: 0,
      output: '',
      said: 'Lines: 0; known by the rules: 0; groups of the others: 0.\n',
    })
    const cut = await logFile(t, gzipSync(LOG).subarray(0, 60))
    for (const [file, pattern] of [
      ['/nonexistent', /learn \/nonexistent: no such file/],
      ['/', /learn \/: illegal operation on a directory/],
      [cut, /its compressed content is damaged or cut short/],
    ] as const)
      await assert.rejects(run(file), (error) => error instanceof ActionNeeded && pattern.test(error.message))
  })
})
