import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { ROLES } from '../../../agent/roles/roles.ts'
import { SOURCES } from '../../../agent/sources/sources.ts'
import { completions } from '../../../build/documents/completions.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import { PROGRAMS } from '../../../build/programs/programs.ts'
import type { Command } from '../../../lib/command-line/command.ts'

const loaded = await Promise.all(
  PROGRAMS.map(async ({ name, commands }) => ({
    name,
    commands: await Promise.all(Object.values(commands).map((load) => load())),
  })),
)
const commands = loaded.find(({ name }) => name === AGENT.name)?.commands ?? []
const { bash, fish } = completions(AGENT.name, commands)

/** bash's completions after these words. */
function offered(...words: readonly string[]): string[] {
  return offeredBy(AGENT.name, bash, words)
}

function offeredBy(program: string, bash: string, words: readonly string[]): string[] {
  const call = `_${program.replaceAll('-', '_')}`
  const script = `${bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); ${call}; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', program, ...words], { encoding: 'utf8' })
  assert.equal(stderr, '')
  return stdout.split('\n').filter((line) => line !== '')
}

test('bash completes every command, and the options of each', () => {
  assert.deepEqual(offered(''), [...Object.keys(AGENT.commands), 'help', '--help', '--version'])
  assert.deepEqual(offered('tran'), ['transmit'])
  for (const { usage, options } of commands) {
    const flags = options.map(({ flags }) => flags.split(' ')[0])
    assert.deepEqual(offered(usage.split(' ')[0] ?? '', '--'), [...flags, '--help'])
  }
  assert.deepEqual(offered('status', '/etc'), [])
})

test('bash completes files where no option or word fits', () => {
  assert.deepEqual(offered('status', '--config', ''), [])
  assert.deepEqual(offered('spool', 'list', '--config', ''), [])
  assert.deepEqual(offered('parse', 'cpanel-login', ''), [])
})

test('bash completes the first argument of a command: actions, drivers, sources', () => {
  assert.deepEqual(offered('cpanel', 're'), ['register'])
  assert.deepEqual(offered('spool', ''), ['list', 'show', 'retry', 'acknowledge', 'drop', 'verify'])
  assert.deepEqual(offered('parse', 'cpanel-l'), ['cpanel-login'])
  assert.deepEqual(
    offered('replay', ''),
    SOURCES.map(({ name }) => name),
  )
  assert.deepEqual(
    offered('check', '--for', ''),
    ROLES.map(({ command }) => command),
  )
  assert.deepEqual(offered('help', 'tran'), ['transmit'])
  assert.deepEqual(offered('help', 'spool', 're'), ['retry'])
  assert.deepEqual(offered('help', 'status', ''), [])
})

test(
  'fish completes the same words',
  { skip: spawnSync('fish', ['--version']).status !== 0 && 'there is no fish' },
  () => {
    const ask = (line: string): string[] => {
      const script = `source (echo $argv[1] | psub); complete --do-complete $argv[2]`
      const { stdout } = spawnSync('fish', ['--no-config', '-c', script, fish, line], { encoding: 'utf8' })
      return stdout.split('\n').flatMap((offer) => offer.split('\t')[0] || [])
    }
    assert.deepEqual(ask('spoor-agent tran'), ['transmit'])
    assert.deepEqual(ask('spoor-agent cpanel '), ['register', 'status', 'unregister'])
    assert.deepEqual(ask('spoor-agent spool dr'), ['drop'])
    assert.deepEqual(
      ask('spoor-agent check --for '),
      ROLES.map(({ command }) => command),
    )
    assert.deepEqual(ask('spoor-agent replay --since '), [])
    assert.ok(ask('spoor-agent parse cpanel-login /et').includes('/etc/'))
  },
)

for (const { name, commands } of loaded) testTexts(name, commands)

function testTexts(program: string, commands: readonly Command[]): void {
  const texts = completions(program, commands)

  test(`bash completes the values of each option of ${program} as the command at hand has them`, () => {
    for (const { usage, options } of commands) {
      const [name = ''] = usage.split(' ')
      for (const { flags, values = [] } of options) {
        const [flag = ''] = flags.split(' ')
        if (values.length > 0)
          assert.deepEqual(offeredBy(program, texts.bash, [name, flag, '']), values, `${name} ${flag}`)
      }
    }
  })

  test(`bash completes the actions of each command of ${program}, and the options of each action alone`, () => {
    const offers = (...words: readonly string[]): string[] => offeredBy(program, texts.bash, words)
    for (const { usage, actions = {} } of commands) {
      const [name = ''] = usage.split(' ')
      if (Object.keys(actions).length > 0) assert.deepEqual(offers(name, ''), Object.keys(actions))
      for (const [word, { options }] of Object.entries(actions)) {
        const own = [...options, '--help'].toSorted()
        for (const behind of [[''], ['web1.example.com', '--']])
          assert.deepEqual(offers(name, word, ...behind).toSorted(), own, `${name} ${word}`)
      }
    }
  })

  test(`the completions of ${program} for zsh and fish contain every command and option`, () => {
    const { zsh, fish } = texts
    for (const { usage, words, options } of commands) {
      const [name = ''] = usage.split(' ')
      assert.ok(zsh.includes(`'${name}:`) && zsh.includes(`    '${name} '*) `), name)
      if (words !== undefined) assert.ok(zsh.includes(` '1: :(${words.join(' ')})'`), name)
      assert.ok(fish.includes(`-c ${program} -n __fish_use_subcommand -f -a ${name} `), name)
      for (const { flags } of options) {
        const [flag = ''] = flags.split(' ')
        assert.ok(zsh.includes(`'${flag}[`), flag)
        assert.match(fish, new RegExp(`from ${name}(; and not [^']+)?' -l ${flag.slice(2)} `))
      }
    }
  })

  for (const [shell, text] of Object.entries(texts)) {
    const isHere = spawnSync(shell, ['--version']).status === 0
    test(`${shell} reads the completions of ${program}${isHere ? '' : ' (as far as can be told without it)'}`, () => {
      if (isHere)
        assert.deepEqual(
          spawnSync('sh', ['-c', `cat | ${shell} -n /dev/stdin`], { input: text, encoding: 'utf8' }).stderr,
          '',
        )
      assert.doesNotMatch(text, /undefined/)
    })
  }
}

test('the completions of two programs that one shell has loaded do not know each other', () => {
  const texts = loaded.map(({ name, commands }) => completions(name, commands))
  const defined = texts.flatMap(({ bash }) => [...bash.matchAll(/^(\w+)\(\) \{$/gm)].map(([, name]) => name))
  assert.deepEqual(defined, ['_spoor_agent', '_spoor_hub'])
})
