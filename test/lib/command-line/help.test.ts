import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS } from '../../../agent/commands/every-command.ts'
import { PROGRAM } from '../../../agent/program.ts'
import { helpOf, helpOfAll } from '../../../lib/command-line/help.ts'

const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))

/** All help pages. */
function pages(width: number): string[] {
  const own = commands.flatMap((command) =>
    [undefined, ...Object.keys(command.actions ?? {})].map((action) => helpOf(PROGRAM, command, action, width)),
  )
  return [helpOfAll(PROGRAM, commands, width), ...own]
}

test('no line is longer than the terminal, and no word is broken', () => {
  const wordsOf = (text: string): string => text.replaceAll(/\s+/g, ' ')
  const wide = pages(1000).map(wordsOf)
  for (const width of [60, 80, 120]) {
    assert.deepEqual(pages(width).map(wordsOf), wide)
    const long = pages(width).flatMap((page) => page.split('\n').filter((line) => line.length > width))
    // Commands to type stay in one piece.
    assert.deepEqual(
      long.filter((line) => !line.startsWith('  spoor-agent ')),
      [],
    )
    if (width >= 80) assert.deepEqual(long, [])
  }
})

test('each option and action of a command is explained, with examples', () => {
  for (const command of commands) {
    const page = helpOf(PROGRAM, command, undefined, 80)
    for (const { flags } of command.options)
      assert.ok(
        [' ', '\n'].some((after) => page.includes(`\n  ${flags}${after}`)),
        flags,
      )
    const words = page.split('\n').map((line) => line.trim())
    for (const { usage } of Object.values(command.actions ?? {})) {
      assert.ok(
        words.some((line) => line === usage || line.startsWith(`${usage}  `)),
        usage,
      )
    }
    for (const example of command.examples) assert.ok(page.includes(`\n  spoor-agent ${example}\n`), example)
  }
})

test('the help of an action shows only its own options and examples', async () => {
  const spool = (await COMMANDS['spool']?.()) ?? assert.fail()
  assert.equal(
    helpOf(PROGRAM, spool, 'retry', 80),
    `Send a refused report again, or all with --all.

Examples:
  spoor-agent spool retry --all

Usage:
  spoor-agent spool retry [report] [options]

Options:
  --config <file>    The configuration file; default: /etc/spoor/spoor.yml.
  --receiver <name>  all but drop and verify: for this receiver, not the API.
  --all              retry, acknowledge: everything that failed.
  -h, --help         Show this help.
`,
  )
})

test('every action names only options of its command', () => {
  for (const { options, actions = {} } of commands) {
    const flags = new Set(options.map((option) => option.flags.split(' ')[0]))
    for (const action of Object.values(actions)) {
      assert.deepEqual(
        action.options.filter((flag) => !flags.has(flag)),
        [],
      )
    }
  }
})
