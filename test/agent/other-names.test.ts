import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { COMMANDS } from '../../agent/commands/every-command.ts'
import { APP_SPOOR_NAMES } from '../../agent/program.ts'
import { ROOT } from '../support/repository-files.ts'

/** What the program says that is called by this name, as through a link. */
function calledBy(name: string, words: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'agent/main.ts'), ...words], {
    argv0: name,
    encoding: 'utf8',
  })
  return stdout + stderr
}

test('called by a name of App::Spoor, the program does what that did', () => {
  assert.match(calledBy('spoor_report_list', ['--help']), /^ {2}spoor-agent reports \[options\]$/m)
  assert.match(calledBy('/usr/bin/spoor_mailbox_event_list', ['--help']), /^ {2}spoor-agent events \[options\]$/m)
  assert.match(calledBy('/usr/bin/spoor_report_list', ['surplus']), /"surplus" is too much/)
})

test('called by another name it is itself', () => {
  for (const name of ['spoor-agent', 'node', 'constructor', 'spoor_report_list.old'])
    assert.equal(calledBy(name, ['--version']), 'spoor-agent source\n')
})

test('the names stand for what there is', () => {
  assert.deepEqual(APP_SPOOR_NAMES['spoor_installer'], ['setup', '--no-activate'])
  for (const name of ['spoor_report_list', 'spoor_mailbox_event_list'])
    assert.ok(Object.hasOwn(COMMANDS, APP_SPOOR_NAMES[name]?.[0] ?? ''))
})
