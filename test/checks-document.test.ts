import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { WRITERS } from '../agent/inbox/inboxes.ts'
import { stateOf } from '../agent/watch/check-state.ts'
import { createCheckHost, listening } from './support/check-host.ts'
import { commandsIn } from './support/documented-commands.ts'
import { ROOT } from './support/repository-files.ts'

const DOCUMENT = 'docs/checks.md'
const text = readFileSync(join(ROOT, DOCUMENT), 'utf8')

test('every checks command in the document works, on a host whose watcher ran', async (t) => {
  const host = await createCheckHost(t)
  const { port } = await listening(t)
  host.configure(`{ name: imap, type: tcp, port: ${port}, restart: systemctl dovecot }`)
  await host.run('watch', '--once')
  const commands = commandsIn(DOCUMENT).filter((command) => /^spoor-agent checks\b(?! import)/.test(command))
  assert.ok(commands.length >= 4)
  for (const command of commands) {
    const words = command.split(' ').slice(1)
    const { code, stderr } = await host.run(...words)
    // Without a watcher the list says so.
    assert.equal(code, /^(?:run|forget|reset)$/.test(words[1] ?? '') ? 0 : 3, `${command}: ${stderr}`)
  }
})

test('the example of the document is a configuration', async (t) => {
  const host = await createCheckHost(t)
  const [, example = ''] = /```yaml\nchecks:\n([^]*?)\nwatch:/.exec(text) ?? []
  host.configure(example.trim().replace(/^- /, ''))
  assert.doesNotMatch((await host.run('check', '--for', 'watch')).stderr, /checks\./)
})

test('the document has every event that checks tell, and every state', () => {
  const told = WRITERS.filter(({ name }) => name === 'watch' || name === 'restart').flatMap(({ kinds }) => kinds)
  for (const kind of told) assert.ok(text.includes(`\`${kind}\``), kind)
  const memory = { settledSince: 0, since: 0, changes: [] }
  const states = [
    ...(['up', 'late', 'warning', 'down'] as const).map((settled) =>
      stateOf({ ...memory, settled, isFlapping: false }),
    ),
    ...(['unknown', 'blocked', 'maintenance', 'off'] as const).map((instead) =>
      stateOf({ ...memory, instead, isFlapping: false }),
    ),
    stateOf({ ...memory, isFlapping: true }),
  ]
  for (const state of states) assert.match(text, new RegExp(`^\\| \`${state}\` \\|`, 'm'))
})
