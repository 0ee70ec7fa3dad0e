import assert from 'node:assert/strict'
import { existsSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { commandBy } from '../../../../agent/probes/command/command.ts'
import { numbersIn } from '../../../../agent/probes/command/performance-data.ts'
import { runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'
import { playProgram, sayingProgram } from '../program-scene.ts'

const command = commandBy(() => undefined)

suite('a plugin', () => {
  test('says by its exit code how it is', async (t) => {
    for (const [code, verdict] of ['ok', 'warning', 'failed', 'unknown', 'unknown'].entries()) {
      const result = await runProbe(command, { exec: [sayingProgram(t, 'SMTP - 0.2 s|time=0.2s;1;5;0\n', code)] })
      assert.equal(result.verdict, verdict)
      assert.match(result.text, code === 4 ? /ended with 4, as no plugin does: SMTP - 0\.2 s$/ : /^SMTP - 0\.2 s$/)
      assert.deepEqual(result.gauges, [{ name: 'plugin_seconds', value: 0.2, of: { label: 'time' } }])
    }
  })

  test('gets its arguments as they are: no shell reads them', async (t) => {
    const program = playProgram(t, 'printf "%s," "$@"')
    const { text } = await runProbe(command, { exec: [program, '$(id)', 'a b', '; true'] })
    assert.equal(text, '$(id),a b,; true,')
  })

  test('is quoted without what could steer a terminal, from stderr if stdout says nothing', async (t) => {
    const { text } = await runProbe(command, { exec: [sayingProgram(t, '', 2, '\n\u001b[2Jbroken\n')] })
    assert.equal(text, String.raw`\x1b[2Jbroken`)
  })

  test('says as much as it wants: 64 KiB of it are kept', async (t) => {
    const { verdict, text } = await runProbe(command, {
      exec: [playProgram(t, 'yes | tr -d "\\n" | head -c 10000000')],
    })
    assert.equal(verdict, 'ok')
    assert.ok(text.length <= 200)
  })

  test('is ended with all that it started once the time is over', async (t) => {
    const folder = temporaryPlace(t)
    const program = playProgram(t, `sleep 1000 & echo $! > ${folder}/new; mv ${folder}/new ${folder}/pid; wait`)
    const started = Promise.withResolvers<void>()
    const watcher = watch(folder, () => existsSync(join(folder, 'pid')) && started.resolve())
    t.after(() => watcher.close())
    const { verdict, text } = await runProbe(command, { exec: [program] }, started.promise)
    assert.deepEqual([verdict, text], ['failed', `${program} did not end in time`])
    const child = readFileSync(join(folder, 'pid'), 'utf8').trim()
    while (existsSync(`/proc/${child}`)) await setImmediate()
  })

  test('that is not there, or may not be started, says nothing about what it looks at', async (t) => {
    assert.match((await runProbe(command, { exec: ['/nowhere/check'] })).text, /^\/nowhere\/check is not installed/)
    const { verdict } = await runProbe(command, { exec: [temporaryPlace(t)] })
    assert.equal(verdict, 'unknown')
  })
})

suite('performance data', () => {
  test('has labels, quoted or not, numbers and units', () => {
    const data = "time=241ms;;; '/var log'=5%;80;90 'it''s'=2KB x=1.5 users=3c;5;10;0 rta=-0.5"
    assert.deepEqual(
      numbersIn(data).map(({ name, value, of }) => [of?.['label'], name, value]),
      [
        ['time', 'plugin_seconds', 0.241],
        ['/var log', 'plugin_ratio', 0.05],
        ["it's", 'plugin_bytes', 2048],
        ['x', 'plugin_value', 1.5],
        ['users', 'plugin_count', 3],
        ['rta', 'plugin_value', -0.5],
      ],
    )
  })

  test('that is none is passed over, and of very much a part is kept', () => {
    assert.deepEqual(numbersIn("a b= c=U d=1.2.3 =7 '=5 e=6"), [])
    assert.equal(numbersIn('x=1 '.repeat(10_000)).length, 24)
    assert.deepEqual(numbersIn("'".repeat(100_000)), [])
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  for (const [written, sentence] of [
    [{ exec: 'check_load -r' }, 'is not a list; write [/path/of/program, argument]'],
    [{ exec: ['check_load'] }, 'does not begin with the absolute path of a program'],
  ] as const)
    assert.equal(settingsFault(command, written), sentence)
})
