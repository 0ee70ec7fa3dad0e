import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { loadConfig } from '../../../../../agent/config/load.ts'
import { ownName } from '../../../../../lib/system/users/passwd.ts'
import { agentCommand, type Ended, startAgent } from '../../../../support/agent-process.ts'
import { mortal } from '../../../../support/mortal.ts'
import { temporaryFolder } from '../../../../support/spool-scene.ts'

const SECTIONS = `
      - command: { exec: [/bin/echo, one], user: ${ownName()}, report: changed }
      - { module: own, directives: { warn: 90, names: [a, 07] } }
      - { module: own, directives: fail }`

const MODULE = `#!/bin/sh
read -r call
case $call in *fail*) echo 'nothing here' >&2; exit 3 ;; esac
printf 'Content-Type: text/csv\\n\\n%s\\n' "$call"
`

test('each is written by a process that is told which one, of a configuration that others cannot write', async (t) => {
  const folder = await temporaryFolder(t)
  const [config, program] = [join(folder, 'spoor.yml'), join(folder, 'own')]
  await writeFile(program, MODULE)
  await chmod(program, 0o755)
  const text = `report_modules: [{ name: own, exec: [${program}], user: ${ownName()} }]
mail_reports:
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com }
    sections:${SECTIONS}
`
  await writeFile(config, text, { mode: 0o600 })
  const ids = (await loadConfig(config)).config.mailReports[0]?.sections.map(({ id }) => id) ?? []
  const run = async (number: number): Promise<Ended> => {
    const next = join(folder, 'next')
    const place = { config, state: join(folder, 'state'), next, host: 'web1.example.com', now: 0 }
    const order = { ...place, report: 'morning', section: ids[number] }
    return startAgent(['report-section'], { input: JSON.stringify(order) }).exited
  }
  const command = await run(0)
  assert.equal(command.code, 0, command.stderr)
  const line = /^\{"media":"text\/plain; charset=utf-8"\}\n\/bin\/echo one: exit code 0, 4 bytes, \d+\.\d s\n\none\n$/
  assert.match(command.stdout, line)
  assert.match(await readFile(join(folder, 'next'), 'utf8'), /^[\da-f]{64}$/)

  const module = await run(1)
  assert.equal(module.code, 0, module.stderr)
  // What looks like a number in the configuration is text, as it is written there.
  const directives = { warn: '90', names: ['a', '07'] }
  const call = {
    report: 'morning',
    section: ids[1],
    host: 'web1.example.com',
    now: new Date(0).toISOString(),
    directives,
  }
  assert.equal(module.stdout, `{"media":"text/csv"}\n${JSON.stringify(call)}\n`)

  const failed = await run(2)
  assert.deepEqual([failed.code, failed.stdout], [1, ''])
  assert.match(failed.stderr, /^module own: nothing here\.?\n(?:spoor-agent: )?module own failed: exit code 3/)

  await chmod(config, 0o620)
  const refused = await run(0)
  assert.equal(refused.stdout, '')
  assert.notEqual(refused.code, 0)
  assert.match(refused.stderr, /spoor\.yml/)
})

test('a section whose caller was killed ends, with the program that it started', async (t) => {
  const folder = await temporaryFolder(t)
  const [config = '', begun = '', ended = ''] = ['spoor.yml', 'begun', 'ended'].map((name) => join(folder, name))
  const script = `trap ': > ${ended}; exit' TERM; : > ${begun}; while :; do sleep 0.01; done`
  const text = `mail_reports:
  - name: morning
    mail: { from: spoor@example.com, to: anna@example.com }
    sections:
      - command: { exec: [/bin/sh, -c, "${script}"], user: ${ownName()} }
`
  await writeFile(config, text, { mode: 0o600 })
  const section = (await loadConfig(config)).config.mailReports[0]?.sections[0]?.id
  const order = { config, report: 'morning', section, state: join(folder, 'state'), host: 'web1.example.com', now: 0 }
  const [program, ...words] = [...mortal, ...agentCommand(), 'report-section'] as const
  const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.write(`${JSON.stringify(order)}\n`)
  while (!existsSync(begun) && child.exitCode === null) await setImmediate()
  // As the kernel does for a process that was killed.
  child.stdin.end()
  await once(child, 'exit')
  assert.ok(existsSync(ended))
})
