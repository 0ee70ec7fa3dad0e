import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DRIVER_OPTIONS } from '../../../agent/config/drivers/driver-schema.ts'
import { SOURCES } from '../../../agent/sources/sources.ts'
import { driversPage } from '../../../build/documents/drivers-page.ts'
import { configPage, programPage } from '../../../build/documents/man-pages.ts'
import { namedOptions } from '../../../build/documents/named-options.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import type { BuiltProgram } from '../../../build/programs/built-program.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'
import type { Command } from '../../../lib/command-line/command.ts'
import { EXIT } from '../../../lib/system/errors.ts'
import { unlessInstalled } from '../../support/installed.ts'

const EDITION = { version: '1.2.3', date: 1_767_225_600 }

/** The text of a rendered page, on one line; without man on this machine, its source without the escapes. */
function seen(page: string): string {
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-'], {
    input: page,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', MANWIDTH: '10000' },
  })
  if (status !== 0) return page.replaceAll(/\\e/g, '\\').replaceAll(/\\(?=-)|^\.\w+ /gm, '')
  assert.equal(stderr, '')
  return stdout.replaceAll(/\s+/g, ' ')
}

for (const program of PROGRAMS) {
  test(`${program.name}(${program.page.section}) names every command, option and example, and what the package brings`, async () => {
    const loaded = await Promise.all(Object.values(program.commands).map((load) => load()))
    checkPage(program, loaded, seen(await programPage(program, loaded, EDITION)))
  })

  test(`the page of ${program.config.path} names every option`, () => {
    const text = seen(configPage(program, EDITION))
    const options = namedOptions(program.config.options)
    assert.ok(options.length > 5)
    for (const { name } of options) assert.ok(text.includes(name), name)
  })
}

function checkPage(program: BuiltProgram, commands: readonly Command[], text: string): void {
  for (const { usage, actions = {}, options, examples } of commands) {
    for (const each of [
      usage,
      ...Object.values(actions).flatMap((action) => [action.usage, action.summary]),
      ...options.map(({ flags }) => flags),
      ...examples.map((line) => `${program.name} ${line}`),
    ]) {
      assert.ok(text.includes(each), each)
    }
  }
  for (const path of [`/${program.config.path}`, program.user.home]) assert.ok(text.includes(path), path)
  for (const code of [EXIT.ok, EXIT.failed, EXIT.usage]) assert.match(text, exitCode(code))
  assert.match(text, /1\.2\.3/)
}

test('the document with the exit codes of a program has a row for each of its commands', () => {
  for (const { page, commands } of PROGRAMS) {
    const text = readFileSync(join(ROOT, page.exitCodes), 'utf8')
    for (const name of Object.keys(commands)) assert.match(text, new RegExp(`^\\| \`${name}\\b`, 'm'))
  }
})

function exitCode(code: number): RegExp {
  return new RegExp(`EXIT STATUS.*\\b${code}\\b.*FILES`, 's')
}

test('spoor-agent(1) names every exit code', async () => {
  const text = seen(await programPage(AGENT, [], EDITION))
  for (const code of Object.values(EXIT)) assert.match(text, exitCode(code))
})

test('spoor.yml(5) names every option with its default', () => {
  const text = seen(configPage(AGENT, EDITION))
  for (const each of [
    'followers.LOG.zone',
    'LOG is one of access, error, login',
    'transmission.host',
    'Default: 250000.',
    '±HHMM; default: the machine',
    'a * in',
  ]) {
    assert.ok(text.includes(each), each)
  }
  assert.doesNotMatch(text, /maxinterval/)
})

test('spoor-drivers(5) names every driver with its log, and every key of the file of an own one', async () => {
  const text = seen(await driversPage(AGENT, EDITION))
  for (const { driver, sentence, paths } of SOURCES)
    for (const each of [driver.name, sentence, ...Object.values(paths), ...driver.kinds])
      assert.ok(text.includes(each), each)
  for (const { name } of namedOptions(DRIVER_OPTIONS)) {
    const key = name.split('.').at(-1) ?? ''
    assert.match(text, new RegExp(`\\b${key}\\b`), key)
  }
})

test(
  'each page is what mandoc takes for a good one',
  { skip: unlessInstalled('/usr/bin/mandoc', 'mandoc') },
  async () => {
    for (const program of PROGRAMS) {
      const commands = await Promise.all(Object.values(program.commands).map((load) => load()))
      const pages = [await programPage(program, commands, EDITION), configPage(program, EDITION)]
      for (const input of [...pages, await driversPage(AGENT, EDITION)]) {
        const { status, stdout } = spawnSync('mandoc', ['-Tlint', '-Wwarning'], { input, encoding: 'utf8' })
        assert.deepEqual([status, stdout], [0, ''])
      }
    }
  },
)

test('text is never taken for a troff request', async () => {
  const command: Command = {
    usage: 'odd',
    summary: '.so /etc/passwd \\fBand so on',
    options: [],
    examples: [],
    run: async () => 0,
  }
  assert.match(await programPage(AGENT, [command], EDITION), /^\\&\.so \/etc\/passwd \\efBand so on$/m)
})
