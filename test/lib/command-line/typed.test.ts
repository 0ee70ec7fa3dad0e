import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMANDS } from '../../../agent/commands/every-command.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'
import { typedIn } from '../../../lib/command-line/typed.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'

const names = Object.keys(COMMANDS)
const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()))

/** The parsed line as one value, or the error message. */
function read(line: string): unknown {
  try {
    const typed = typedIn('spoor-agent', line === '' ? [] : line.split(' '), commands, names)
    const name = typed.command?.usage.split(' ')[0]
    return typed.asks === 'help' ? ['help', name, typed.action] : [name, typed.args, typed.options]
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    assert.equal(error.exitCode, EXIT.usage)
    assert.doesNotMatch(error.message, /\n/)
    return error.message
  }
}

test('a value is kept as typed, after a space or an equals sign, and the last one wins', () => {
  for (const value of ['007', '1e5', 'a=b', '-0530', '-', '+0200', '--', '0x10', 'true']) {
    const apart = read(`parse cpanel-login --zone ${value}`)
    const whole = ['parse', ['cpanel-login'], { zone: value }]
    assert.deepEqual(read(`parse cpanel-login --zone=${value}`), whole)
    if (value === '--') assert.match(String(apart), /^parse: --zone wants a value/)
    else assert.deepEqual(apart, whole)
  }
  assert.deepEqual(read('check --config first --config second'), ['check', [], { config: 'second' }])
  assert.deepEqual(read('--config 08 check'), ['check', [], { config: '08' }])
})

test('a value that need not be there is the next word, unless that begins with a minus', () => {
  assert.deepEqual(read('status --watch'), ['status', [], { watch: true }])
  assert.deepEqual(read('status --watch 5s --long'), ['status', [], { watch: '5s', long: true }])
  assert.deepEqual(read('status --watch=5s'), ['status', [], { watch: '5s' }])
  assert.deepEqual(read('status --watch --long'), ['status', [], { watch: true, long: true }])
  assert.match(String(read('status --watch --nope')), /^status: there is no option --nope/)
  assert.match(String(read('status --watch=')), /^status: --watch wants a value/)
})

test('arguments may stand before, between and after options', () => {
  assert.deepEqual(read('spool show --body 0012'), ['spool', ['show', '0012'], { body: true }])
  assert.deepEqual(read('parse --all cpanel-login -'), ['parse', ['cpanel-login', '-'], { all: true }])
  assert.deepEqual(read('replay --report login 1 2 3'), ['replay', ['login', '1', '2', '3'], { report: true }])
})

test('after -- nothing is an option', () => {
  assert.deepEqual(read('parse cpanel-login -- --all'), ['parse', ['cpanel-login', '--all'], {}])
  assert.deepEqual(read('parse --all -- cpanel-login -x'), ['parse', ['cpanel-login', '-x'], { all: true }])
})

test('help can be asked for at any position', () => {
  for (const line of ['help', '--help', '-h', 'help --help', 'help help'])
    assert.deepEqual(read(line), ['help', undefined, undefined])
  for (const line of ['help status', 'status --help', 'status -h --nope', '--help status']) {
    assert.deepEqual(read(line), ['help', 'status', undefined], line)
  }
  assert.deepEqual(read('help spool retry'), ['help', 'spool', 'retry'])
  assert.deepEqual(read('spool retry --help'), ['help', 'spool', 'retry'])
  assert.deepEqual(read('help parse cpanel-login'), ['help', 'parse', 'cpanel-login'])
})

test('an unknown word is refused with a sentence that suggests the one meant', () => {
  const cases: Record<string, string> = {
    colect: 'there is no command "colect"; did you mean collect? see: spoor-agent help',
    hlep: 'there is no command "hlep"; did you mean help? see: spoor-agent help',
    transmi: 'there is no command "transmi"; did you mean transmit? see: spoor-agent help',
    'help statsu': 'there is no command "statsu"; did you mean status? see: spoor-agent help',
    'help spool rety': 'spool: there is no action "rety"; did you mean retry? see: spoor-agent help spool',
    'status --jsno': 'status: there is no option --jsno; did you mean --json? see: spoor-agent help status',
    'status --nope=1': 'status: there is no option --nope; see: spoor-agent help status',
    'status -x': 'status: there is no option -x; see: spoor-agent help status',
    'collect --dryrun': 'collect: there is no option --dryrun; did you mean --dry-run? see: spoor-agent help collect',
    'check --for colect': 'check: --for takes collect, transmit or watch, not "colect"',
    'replay --by host': 'replay: --by takes mailbox or ip, not "host"',
  }
  for (const [line, sentence] of Object.entries(cases)) assert.equal(read(line), sentence)
  for (const odd of ['constructor', '__proto__', 'x']) {
    assert.match(String(read(odd)), /^there is no command ".*"; there are collect, .*; see: spoor-agent help$/)
  }
  assert.match(String(read('\u001b[31m')), /^there is no command "\?\[31m"/)
})

test('missing or surplus arguments are refused with a sentence that says what to type', () => {
  const cases: Record<string, string> = {
    'status --config': 'status: --config wants a value: --config <file>',
    'status --config=': 'status: --config wants a value: --config <file>',
    'status --config --json': 'status: --config wants a value: --config <file>',
    'status --json=yes': 'status: --json takes no value',
    'status x': 'status: "x" is too much; type: spoor-agent status',
    'parse cpanel-login a b': 'parse: "b" is too much; type: spoor-agent parse <driver> [file]',
    parse: `parse: <driver> is missing (${DRIVERS.map(({ name }) => name).join(', ')}); type: spoor-agent parse <driver> [file]`,
    spool:
      'spool: <action> is missing (list, show, retry, acknowledge, drop, verify); type: spoor-agent spool <action> [report]',
  }
  for (const [line, sentence] of Object.entries(cases)) assert.equal(read(line), sentence)
  assert.match(String(read('')), /^say what to do; the commands are collect, .* \(spoor-agent help\)$/)
  assert.match(String(read('--json')), /^say what to do; /)
})
