import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync, watch } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { type PluginParts, servePlugins } from '../../../agent/plugins/plugin-server.ts'
import { commandBy } from '../../../agent/probes/command/command.ts'
import { elapsed } from '../../../lib/system/clock.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { restartingCheck } from '../../support/restart-scene.ts'
import { playService, type ProbeRun, runProbe, temporaryPlace } from '../probes/probe-scene.ts'
import { playProgram, sayingProgram } from '../probes/program-scene.ts'

interface Runner {
  readonly path: string
  /** Asks as the watcher does, for the check `checked`; the words that it has for it do not count. */
  readonly ask: (limit?: Promise<unknown>) => Promise<ProbeRun>
  readonly ended: Promise<void>
}

/** A runner of plugins whose configuration has one check, `checked`. */
async function startRunner(
  t: TestContext,
  exec: readonly string[],
  { type = 'command', limit, ...parts }: Partial<PluginParts> & { type?: string; limit?: number } = {},
): Promise<Runner> {
  const path = join(temporaryPlace(t), 'socket')
  const server = createServer().listen({ path })
  await once(server, 'listening')
  const check = { ...restartingCheck('checked', undefined), type, limit, settings: { exec } }
  const controller = new AbortController()
  const ended = servePlugins(server, {
    checks: async () => [check],
    user: () => undefined,
    elapsed,
    signal: controller.signal,
    idle: 1e9,
    ...parts,
  })
  t.after(async () => {
    controller.abort()
    await ended
  })
  const probe = commandBy(() => path)
  return { path, ask: async (over) => runProbe(probe, { exec: ['/nowhere/other'] }, over), ended }
}

/** What the runner answers to this. */
async function answerTo(path: string, words: string): Promise<string> {
  const socket = connect({ path }).setEncoding('utf8')
  let answer = ''
  socket.on('data', (piece: string) => (answer += piece)).on('error', () => undefined)
  socket.write(words)
  // An answer, or none: the runner closes what it does not understand.
  await new Promise((resolve) => socket.once('close', resolve))
  return answer
}

suite('plugins apart', () => {
  test('say by their exit codes how it is, as they do in the process', async (t) => {
    for (const [code, verdict] of ['ok', 'warning', 'failed', 'unknown', 'unknown'].entries()) {
      const { ask } = await startRunner(t, [sayingProgram(t, 'SMTP - 0.2 s|time=0.2s\n', code)])
      const result = await ask()
      assert.equal(result.verdict, verdict)
      assert.match(result.text, /SMTP - 0\.2 s$/)
      assert.deepEqual(result.gauges, [{ name: 'plugin_seconds', value: 0.2, of: { label: 'time' } }])
    }
  })

  test('are asked for by the name of the check and nothing else', async (t) => {
    let said = ''
    const { socket } = await playService(
      t,
      (client) => client.on('data', (piece: Buffer) => ((said += piece.toString()), client.end('{}'))),
      { isLocal: true },
    )
    const { verdict, text } = await runProbe(
      commandBy(() => socket),
      { exec: ['/bin/true'] },
    )
    assert.equal(said, 'checked\n')
    assert.deepEqual([verdict, text], ['unknown', 'the runner of plugins said what this version does not know'])
  })

  test('are those of the configuration that the runner reads: no other name, type or word starts any', async (t) => {
    const marker = join(temporaryPlace(t), 'ran')
    const program = playProgram(t, `echo x >> ${marker}`)
    const other = await startRunner(t, [program], { type: 'tcp' })
    assert.equal((await other.ask()).text, 'the configuration has no check checked of type command')
    const { path } = await startRunner(t, [program])
    assert.match(await answerTo(path, 'unchecked\n'), /"the configuration has no check unchecked of type command"/)
    for (const words of ['\n', 'checked\r\n', 'checked\nchecked\n', '../checked\n', 'x'.repeat(1e5), '{"exec":1}\n'])
      assert.equal(await answerTo(path, words), '', words.slice(0, 20))
    assert.equal(existsSync(marker), false)
    const broken = await startRunner(t, [program], {
      checks: async () => Promise.reject(new ActionNeeded('spoor.yml:3:1: checks: is no list')),
    })
    const { verdict, text } = await broken.ask()
    assert.deepEqual([verdict, text], ['unknown', 'spoor.yml:3:1: checks: is no list'])
  })

  test('run as a user of their own, without further groups', { skip: process.geteuid?.() !== 0 }, async (t) => {
    const nobody = { uid: 65_534, gid: 65_534 }
    const { ask } = await startRunner(t, ['/bin/sh', '-c', 'echo $(id -u) $(id -G)'], { user: () => nobody })
    assert.equal((await ask()).text, '65534 65534')
    const none = await startRunner(t, ['/bin/true'], {
      user: () => {
        throw new ActionNeeded('there is no user spoor-plugins')
      },
    })
    assert.equal((await none.ask()).text, 'there is no user spoor-plugins')
  })

  test('end with all that they started once the watcher waits no more', async (t) => {
    const folder = temporaryPlace(t)
    const program = playProgram(t, `sleep 1000 & echo $! > ${folder}/new; mv ${folder}/new ${folder}/pid; wait`)
    const started = Promise.withResolvers<void>()
    const watcher = watch(folder, () => existsSync(join(folder, 'pid')) && started.resolve())
    t.after(() => watcher.close())
    const { ask } = await startRunner(t, [program])
    const { verdict, text } = await ask(started.promise)
    assert.deepEqual([verdict, text], ['failed', 'the plugin did not end in time'])
    const child = readFileSync(join(folder, 'pid'), 'utf8').trim()
    while (existsSync(`/proc/${child}`)) await setImmediate()
  })

  test('that take longer than their check may are ended by the runner', async (t) => {
    const { ask } = await startRunner(t, ['/bin/sleep', '1000'], { limit: 50 })
    const { verdict, text } = await ask()
    assert.deepEqual([verdict, text], ['failed', '/bin/sleep did not end in time'])
  })

  test('say as much as they want: 64 KiB of each output arrive', async (t) => {
    const { ask } = await startRunner(t, ['/bin/sh', '-c', 'yes | head -c 1000000; yes | head -c 1000000 >&2'])
    assert.equal((await ask()).verdict, 'ok')
  })
})

suite('the runner', () => {
  test('that is not there is why nothing is known, and the sentence says what to start', async (t) => {
    const path = join(temporaryPlace(t), 'socket')
    const { verdict, text } = await runProbe(
      commandBy(() => path),
      { exec: ['/bin/true'] },
    )
    assert.equal(verdict, 'unknown')
    assert.equal(text, `nobody runs plugins at ${path} (ENOENT): systemctl start spoor-agent-plugins.socket`)
  })

  test('that says what it should not is believed nothing', async (t) => {
    const long = '{"version":1,"code":0,"stderr":"","stdout":"'
    for (const said of ['', 'ok', '{"version":2,"code":0,"stdout":"","stderr":""}', long, long + 'A'.repeat(1e6)]) {
      const { socket } = await playService(t, (client) => client.on('data', () => client.end(said)), { isLocal: true })
      const { verdict } = await runProbe(
        commandBy(() => socket),
        { exec: ['/bin/true'] },
      )
      assert.equal(verdict, 'unknown', said.slice(0, 60))
    }
    const fault = '{"version":1,"fault":"\\u001b[2Jgone","verdict":"failed"}'
    const { socket } = await playService(t, (client) => client.on('data', () => client.end(fault)), { isLocal: true })
    const { verdict, text } = await runProbe(
      commandBy(() => socket),
      { exec: ['/bin/true'] },
    )
    assert.deepEqual([verdict, text], ['failed', String.raw`\x1b[2Jgone`])
  })

  test('ends when nobody needed it for long', async (t) => {
    const { ask, ended } = await startRunner(t, [sayingProgram(t, 'fine')], { idle: 0 })
    // It may be gone before it is asked: systemd would start it again.
    await ask()
    await ended
  })
})
