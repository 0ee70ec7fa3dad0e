import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { shellWord } from '../../../lib/text/shell-word.ts'

test('a shell reads any text as exactly that word', () => {
  for (const text of [
    '/etc/spoor/spoor.yml',
    'a b',
    "it's",
    '$(reboot)',
    '`id`',
    '*',
    '~',
    'a;b',
    'ü',
    '-x',
    "''",
    '"',
    '\\',
    '',
  ]) {
    const printed = execFileSync('/bin/sh', ['-c', `printf '<%s>' ${shellWord(text)}`], { encoding: 'utf8' })
    assert.equal(printed, `<${text}>`)
  }
})

test('a text that needs no quotes gets none', () => {
  assert.equal(shellWord('/etc/spoor/conf.d/10-site.yml'), '/etc/spoor/conf.d/10-site.yml')
})
