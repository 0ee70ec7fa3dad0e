import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { ROOT } from '../../build/executable/bundle.ts'
import { mortal } from '../support/mortal.ts'
import { temporaryFolder } from '../support/spool-scene.ts'

/** So many run at once. */
const SLOTS = 8

interface Host {
  readonly folder: string
  readonly slots: string
  /** What the fake agent was called with, a line for each call: words, then what it read. */
  readonly calls: () => string[]
  /** Runs the script on a document; what it printed, once it ended with success. */
  readonly run: (document?: string, end?: (kill: () => void) => void) => Promise<string>
}

/** A host on which the agent is a shell script. */
async function createHost(t: TestContext, agent: string, path = '/usr/bin:/bin'): Promise<Host> {
  const folder = await temporaryFolder(t)
  const [program, script, slots, log] = ['agent', 'hook', 'slots', 'calls'].map((name) => join(folder, name))
  const put = (file = '', content = ''): void => {
    writeFileSync(file, content)
    chmodSync(file, 0o755)
  }
  put(program, `#!/bin/sh\ncd ${folder}\n${agent}\n`)
  put(
    script,
    readFileSync(join(ROOT, 'packaging/agent/cpanel-hook'), 'utf8')
      .replace('/usr/bin/spoor-agent', program ?? '')
      .replace('slots=/run/spoor-hook', `slots=${slots}`)
      .replace(/^PATH=.*$/m, `PATH=${path}`),
  )
  return {
    folder,
    slots: slots ?? '',
    calls: () =>
      existsSync(log ?? '')
        ? readFileSync(log ?? '', 'utf8')
            .trimEnd()
            .split('\n')
        : [],
    run: async (document = '{}', then = () => undefined) => {
      const [first, ...words] = [...mortal, script ?? '']
      const child = spawn(first ?? '', words, { stdio: ['pipe', 'pipe', 'pipe'] })
      const ended = once(child, 'exit')
      child.stdin.on('error', assert.fail).end(document)
      then(() => child.kill('SIGTERM'))
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
      assert.deepEqual([await ended, err], [[0, null], ''])
      return out
    },
  }
}

const LOGGING = 'echo "$* $(cat)" >> calls'

test('the agent gets the document, and what it prints is not said to cPanel', async (t) => {
  const { calls, run } = await createHost(t, `${LOGGING}; echo 0 BAILOUT; echo noise >&2; exit 1`)
  assert.equal(await run('{"a": 1}'), '1 spoor\n')
  assert.deepEqual(calls(), ['hook {"a": 1}'])
})

test('an agent that is killed, or not there, is no failure, and neither is a signal', async (t) => {
  assert.equal(await (await createHost(t, 'kill -9 $$')).run(), '1 spoor\n')
  const { folder, run } = await createHost(t, 'touch started; until [ -e go ]; do :; done')
  assert.equal(
    await run('', (kill) => {
      void (async () => {
        while (!existsSync(join(folder, 'started'))) await setImmediate()
        kill()
        await appendFile(join(folder, 'go'), '')
      })()
    }),
    '1 spoor\n',
  )
  chmodSync(join(folder, 'agent'), 0o644)
  assert.equal(await run(), '1 spoor\n')
})

test('only so many run at once; the others answer at once, are counted, and are told by the last slot', async (t) => {
  const { folder, slots, calls, run } = await createHost(
    t,
    'cat >/dev/null; [ $# -gt 1 ] || { echo >> started; until [ -e go ]; do sleep 0.01; done; }; echo "$*" >> calls',
  )
  const document = 'x'.repeat(300_000)
  const running = Array.from({ length: SLOTS }, () => run(document))
  const started = join(folder, 'started')
  while (!existsSync(started) || statSync(started).size < SLOTS) await setImmediate()
  for (let count = 1; count <= 12; count += 1) {
    assert.equal(await run(document), '1 spoor\n')
    assert.equal(statSync(join(slots, 'given-up')).size, count)
  }
  assert.equal(statSync(started).size, SLOTS)
  writeFileSync(join(folder, 'go'), '')
  assert.deepEqual(
    await Promise.all(running),
    Array.from({ length: SLOTS }, () => '1 spoor\n'),
  )
  assert.deepEqual(calls().toSorted(), [...Array.from({ length: SLOTS }, () => 'hook'), 'hook --given-up 12'])
  assert.deepEqual(
    readdirSync(slots).filter((name) => name.startsWith('given-up')),
    [],
  )
})

test('one after the other takes one slot, and counts nothing', async (t) => {
  const { slots, calls, run } = await createHost(t, LOGGING)
  for (let count = 0; count < 10; count += 1) await run('x')
  assert.deepEqual([calls().length, readdirSync(slots)], [10, [String(SLOTS)]])
})

test('a host without flock has no slots, and hears all the same', async (t) => {
  const tools = join(await temporaryFolder(t), 'bin')
  mkdirSync(tools)
  for (const name of ['sh', 'cat', 'mkdir']) symlinkSync(`/bin/${name}`, join(tools, name))
  const { calls, run } = await createHost(t, LOGGING, tools)
  assert.equal(await run('x'), '1 spoor\n')
  assert.deepEqual(calls(), ['hook x'])
})
