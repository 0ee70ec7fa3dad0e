import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { configPage, programPage } from '../../../build/documents/man-pages.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import type { Command } from '../../../lib/command-line/command.ts'
import { EXIT } from '../../../lib/system/errors.ts'

const EDITION = { version: '1.2.3', date: 1_767_225_600 }
const commands = await Promise.all(Object.values(AGENT.commands).map((load) => load()))

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

test('spoor-agent(8) names every command, option, example and exit code', async () => {
  const text = seen(await programPage(AGENT, commands, EDITION))
  for (const { usage, actions = {}, options, examples } of commands) {
    for (const each of [
      usage,
      ...Object.values(actions).flatMap((action) => [action.usage, action.summary]),
      ...options.map(({ flags }) => flags),
      ...examples.map((line) => `spoor-agent ${line}`),
    ]) {
      assert.ok(text.includes(each), each)
    }
  }
  for (const code of Object.values(EXIT)) assert.match(text, new RegExp(`EXIT STATUS.*\\b${code}\\b.*FILES`, 's'))
  assert.match(text, /1\.2\.3/)
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
