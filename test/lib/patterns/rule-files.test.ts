import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { logLine } from '../../../lib/patterns/lead-in.ts'
import { LineRules } from '../../../lib/patterns/line-rules.ts'
import { readRules } from '../../../lib/patterns/rule-files.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

function refusal(pattern: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof ActionNeeded, String(error))
    assert.match(error.message, pattern)
    return error.exitCode === 2
  }
}

suite('a file of logcheck', () => {
  test('holds an expression a line, comments and blank lines; what RE2 cannot run is left out and named', async (t) => {
    const file = join(await temporaryFolder(t), 'rules')
    await writeFile(file, '# a comment\n\n   \n^a[[:digit:]]+$  \n(b)\\1\n^#c$\n(d')
    const { rules, faults } = await readRules(file)
    assert.deepEqual(
      rules.map(({ from }) => from),
      [`${file}:4`, `${file}:6`],
    )
    assert.match(faults[0] ?? '', /rules:5: refers back to a group/)
    assert.match(faults[1] ?? '', /rules:7: is no regular expression/)
    assert.equal(faults.length, 2)
    const known = new LineRules(rules)
    assert.equal(known.knows(logLine('a12'))?.from, `${file}:4`)
    assert.equal(known.knows(logLine('a12  ')), undefined)
  })

  test('in a folder is read if run-parts would take its name, links too, in the order of the names', async (t) => {
    const folder = join(await temporaryFolder(t), 'ignore.d')
    await mkdir(join(folder, 'below'), { recursive: true })
    for (const name of ['z', 'B-1', 'a_2', 'c.dpkg-old', '.hidden', 'd~', 'README.txt'])
      await writeFile(join(folder, name), `${name}\n`)
    await symlink('z', join(folder, 'link'))
    const names = (await readRules(folder)).rules.map(({ from }) => from.slice(folder.length + 1))
    assert.deepEqual(names, ['B-1:1', 'a_2:1', 'link:1', 'z:1'])
  })
})

suite('a file of rules in YAML', () => {
  test('holds patterns and conditions below ignore', async (t) => {
    const file = join(await temporaryFolder(t), 'rules.yml')
    await writeFile(
      file,
      "ignore:\n  - 'sshd[@int]: Bye @rest'\n  # both\n  - all:\n      - /mail/i\n      - '!~ /error/'\n",
    )
    const { rules, faults } = await readRules(file)
    assert.deepEqual([rules.map(({ from }) => from), faults], [[`${file}:2`, `${file}:4`], []])
    const known = new LineRules(rules)
    assert.equal(known.knows(logLine('Nov  1 00:00:00 web1 sshd[7]: Bye bye'))?.from, `${file}:2`)
    assert.equal(known.knows(logLine('MAIL sent'))?.from, `${file}:4`)
    assert.equal(known.knows(logLine('mail error')), undefined)
  })

  test('with a fault is refused whole, and each fault is named by its line', async (t) => {
    const file = join(await temporaryFolder(t), 'rules.yaml')
    for (const [text, pattern] of [
      ['ignore:\n  - /(a/\n  - fine\n  - a@b\n', /rules\.yaml:2: is no regular.*; .*rules\.yaml:4: has an @/],
      ['ignore:\n  - sshd[@int]: Bye\n', /rules\.yaml:2: is neither a pattern .*write a pattern in '…'/],
      ['ignore: text\n', /has no list of rules; write ignore:/],
      ['ignore: [a]\nother: [b]\n', /has no list of rules/],
      ['', /has no list of rules/],
      ['ignore:\n  - &a one\n  - *a\n', /rules\.yaml:3: is an alias; write the value itself/],
      ['ignore:\n  - "\u001b[2J(', /rules\.yaml:\d: lacks a colon, a closing quote/],
    ] as const) {
      await writeFile(file, text)
      await assert.rejects(readRules(file), refusal(pattern))
    }
  })
})

test('what is not there, or no file, is refused with the path', async (t) => {
  const folder = await temporaryFolder(t)
  await assert.rejects(readRules(join(folder, 'none')), refusal(/none: no such file or directory; correct --rules/))
  await assert.rejects(readRules('/dev/null'), refusal(/\/dev\/null: it is no regular file/))
})
