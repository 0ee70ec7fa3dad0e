import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { COMMANDS } from '../../agent/commands/every-command.ts'
import { completions } from '../../build/completions.ts'

const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))
const { bash, zsh, fish } = completions(commands)

/** What bash offers after these words. */
function offered(...words: readonly string[]): string[] {
  const script = `${bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _spoor_agent; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'spoor-agent', ...words], { encoding: 'utf8' })
  assert.equal(stderr, '')
  return stdout.split('\n').filter((line) => line !== '')
}

test('bash completes every command, and the options of each', () => {
  assert.deepEqual(offered(''), [...Object.keys(COMMANDS), '--help', '--version'])
  assert.deepEqual(offered('tr'), ['transmit'])
  for (const { usage, options } of commands) {
    const flags = options.map(({ flags }) => flags.split(' ')[0])
    assert.deepEqual(offered(usage.split(' ')[0] ?? '', '--'), [...flags, '--help'])
  }
  assert.deepEqual(offered('status', '/etc'), [])
})

test('bash leaves to files what is no option, and empty', () => {
  assert.deepEqual(offered('status', '--config', ''), [])
  assert.deepEqual(offered('parse', 'cpanel-login', ''), [])
})

test('zsh and fish are told of every command and option', () => {
  for (const { usage, options } of commands) {
    const [name = ''] = usage.split(' ')
    assert.ok(zsh.includes(`'${name}:`) && zsh.includes(`    ${name}) `), name)
    assert.ok(fish.includes(`-a ${name} `), name)
    for (const { flags } of options) {
      const [flag = ''] = flags.split(' ')
      assert.ok(zsh.includes(`'${flag}[`), flag)
      assert.ok(fish.includes(`from ${name}' -l ${flag.slice(2)} `), flag)
    }
  }
})

for (const [shell, text] of Object.entries({ bash, zsh, fish })) {
  const isHere = spawnSync(shell, ['--version']).status === 0
  test(`${shell} reads its completions${isHere ? '' : ' (as far as can be told without it)'}`, () => {
    if (isHere)
      assert.deepEqual(
        spawnSync('sh', ['-c', `cat | ${shell} -n /dev/stdin`], { input: text, encoding: 'utf8' }).stderr,
        '',
      )
    assert.doesNotMatch(text, /undefined/)
  })
}
