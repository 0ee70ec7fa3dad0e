// What stands elsewhere of each role is what the table says.
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { COMMANDS } from '../../../agent/commands/every-command.ts'
import { type Role, runtimeOf, unitOf } from '../../../agent/roles/role.ts'
import { ROLES, titleOf } from '../../../agent/roles/roles.ts'
import { ROOT } from '../../../build/executable/bundle.ts'
import { sysusers } from '../../../build/packages/values.ts'
import { AGENT } from '../../../build/programs/agent-program.ts'
import { AGENT_UNITS, ASKED, CALLED, TIMED } from '../../../build/programs/agent-units.ts'

const PACKAGING = 'packaging/agent'

/** The text of a file of the repository; empty where there is none. */
function textOf(path: string): string {
  return globSync(path, { cwd: ROOT }).length === 0 ? '' : readFileSync(join(ROOT, path), 'utf8')
}

/** The values of a directive in a unit, of all lines that have it. */
function valuesOf(unit: string, directive: string): string[] {
  return [...unit.matchAll(new RegExp(`^${directive}=(.*)$`, 'gm'))].map(([, value = '']) => value)
}

/** What is wrong with the unit of a role, each with what to do. */
const UNIT_RULES: readonly ((unit: string, role: (typeof ROLES)[number]) => string | undefined)[] = [
  (unit) => (unit === '' ? 'is missing; copy the unit of a role with the same rights' : undefined),
  (unit, { command }) => rule(unit, 'ExecStart', `/usr/bin/spoor-agent ${command}`),
  (unit, { command }) => rule(unit, 'ExecStartPre', `-/usr/bin/spoor-agent check --for ${command}`),
  (unit, { user }) => rule(unit, 'User', user),
  (unit, role) => {
    const file = `${runtimeOf(role, '/run/spoor')}/${role.name}.json`
    return valuesOf(unit, 'ExecStartPost').join().includes(`if=${file} `)
      ? undefined
      : `waits for another file than that of the role; let ExecStartPost look at ${file}`
  },
  (unit, { rights }) => RIGHTS[rights](unit),
]

/** What a unit denies or allows a role with these rights; ping, which checks start, has its capability by its file. */
const RIGHTS: Readonly<Record<Role['rights'], (unit: string) => string | undefined>> = {
  logs: (unit) => rule(unit, 'PrivateNetwork', 'yes'),
  network: (unit) => rule(unit, 'CapabilityBoundingSet', ''),
  services: (unit) => rule(unit, 'CapabilityBoundingSet', 'CAP_NET_RAW') ?? rule(unit, 'AmbientCapabilities', ''),
}

function rule(unit: string, directive: string, value: string): string | undefined {
  return valuesOf(unit, directive).includes(value)
    ? undefined
    : `does not say what the table says; write ${directive}=${value}`
}

for (const role of ROLES) {
  test(`the unit of the ${role.name} says what the table says`, () => {
    const path = `${PACKAGING}/${unitOf(role)}`
    for (const fault of UNIT_RULES) assert.equal(fault(textOf(path), role), undefined, path)
  })

  test(`the ${role.name} has its lock and its file under its name, and the code where it is looked for`, () => {
    const path = `agent/roles/${role.name}.ts`
    const code = textOf(path)
    assert.match(code, new RegExp(`takeLock\\([^)]*'${role.name}'\\)`), `${path}: let it take the lock '${role.name}'`)
    assert.match(
      code,
      new RegExp(`new SnapshotWriter[^;]*?'${role.name}'`),
      `${path}: let it tell how it is as '${role.name}'`,
    )
  })

  test(`the documentation knows the ${role.name}`, () => {
    const commands = textOf('docs/commands.md')
    for (const words of [`\`${role.command}\``, `\`${role.name}_not_running\``, `\`${role.name}_hangs\``])
      assert.ok(commands.includes(words), `docs/commands.md says nothing of ${words}; write it there`)
  })
}

test('every unit is that of a role, or of a command that a timer, a path or a socket starts', () => {
  const units = globSync(`${PACKAGING}/*.{service,target,timer,path,socket}`, { cwd: ROOT }).map((path) =>
    basename(path),
  )
  assert.deepEqual(
    units.toSorted(),
    AGENT_UNITS.files.toSorted(),
    'remove the unit, add the role to the table, or the command to TIMED, ASKED or CALLED in build/programs/agent-units.ts',
  )
})

for (const [command, starter] of [
  ...TIMED.map((each) => [each, 'timer'] as const),
  ...ASKED.map((each) => [each, 'path'] as const),
]) {
  test(`the unit of ${command} runs it once, and its ${starter} is started with the services`, () => {
    const unit = textOf(`${PACKAGING}/spoor-agent-${command}.service`)
    assert.ok(command in COMMANDS)
    for (const [directive, value] of Object.entries({
      Type: 'oneshot',
      StandardError: 'journal',
    }))
      assert.equal(rule(unit, directive, value), undefined)
    assert.match(unit, new RegExp(`^ExecStart=.*/usr/bin/spoor-agent ${command}\\b`, 'm'))
    assert.ok(AGENT_UNITS.started.includes(`spoor-agent-${command}.${starter}`))
  })
}

test('a unit of a command that is called runs as long as it is needed, and its socket is started with the services', () => {
  for (const command of CALLED) {
    const unit = textOf(`${PACKAGING}/spoor-agent-${command}.service`)
    assert.ok(command in COMMANDS)
    assert.equal(rule(unit, 'Type', 'simple'), undefined)
    assert.match(unit, new RegExp(`^ExecStart=/usr/bin/spoor-agent ${command}$`, 'm'))
    assert.ok(AGENT_UNITS.started.includes(`spoor-agent-${command}.socket`))
  }
})

test('every user of a role is made by the packages', () => {
  const made = new Set([...sysusers(AGENT).matchAll(/^u (\S+)/gm)].map(([, user = '']) => user))
  const missing = ROLES.map(({ user }) => user).filter((user) => !made.has(user))
  assert.deepEqual(missing, [], 'give build/programs/agent-program.ts these users')
})

test('each process has a title of its own, which the kernel does not cut', () => {
  const titles = ROLES.map(({ command }) => titleOf(command))
  assert.deepEqual(
    titles.filter((title) => Buffer.byteLength(title) > 15),
    [],
  )
  assert.equal(new Set([...titles, titleOf('status')]).size, ROLES.length + 1)
})

test('each command of a role is one of the program, and says what the table says', async () => {
  for (const { command, summary } of ROLES) {
    const { usage, summary: said } = (await COMMANDS[command]?.()) ?? assert.fail(command)
    assert.deepEqual([usage, said], [command, summary])
  }
})
