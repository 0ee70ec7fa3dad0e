import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '../build/executable/bundle.ts'
import { agentCommand } from './support/agent-process.ts'
import { temporaryFolder } from './support/spool-scene.ts'

/** How the demo ended, and what it said. */
async function demo(env: NodeJS.ProcessEnv): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const args = ['--import', 'tsx', join(ROOT, 'test', 'demo.ts')]
    const options = { cwd: ROOT, env: { ...process.env, ...env }, timeout: 300_000 }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr })
    })
  })
}

/** What is left in a folder, but for the cache of what runs the demo. */
async function leftIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('tsx-'))
}

test('the demo tells a takeover from the first guess to the mails, and leaves nothing behind', async (t) => {
  const folder = await temporaryFolder(t)
  const { code, stdout, stderr } = await demo({ TMPDIR: folder })
  assert.deepEqual([code, stderr], [0, ''], stdout)
  const told = [
    'A hub starts',
    'Somebody guesses the password',
    'Subject: [spoor] mailbox anna@shop.example: signs of a takeover',
    'anna@shop.example was probably taken over.',
    '$ spoor-hub incidents show',
    '$ spoor-agent line',
    '$ spoor-hub coverage',
    'It is over.',
    'Hub and agent stop',
  ]
  const places = told.map((each) => stdout.indexOf(each))
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
    JSON.stringify(places),
  )
  assert.ok(!places.includes(-1), told[places.indexOf(-1)])
  assert.deepEqual(await leftIn(folder), [])
})

test('the demo ends when the agent ends, says so, and leaves nothing behind either', async (t) => {
  const [folder, programs] = [await temporaryFolder(t), await temporaryFolder(t)]
  const program = join(programs, 'spoor-agent')
  const [node = '', script = ''] = agentCommand()
  await writeFile(program, `#!/bin/sh\n[ "$1" = run ] && exit 7\nexec '${node}' ${script} "$@"\n`, { mode: 0o700 })
  const { code, stderr } = await demo({ TMPDIR: folder, SPOOR_AGENT: program })
  assert.match(stderr, /The agent ended without line .*"code": 7/s)
  assert.equal(code, 1)
  assert.deepEqual(await leftIn(folder), [])
})
