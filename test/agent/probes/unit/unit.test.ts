import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { unitBy } from '../../../../agent/probes/unit/unit.ts'
import { type ProbeRun, runProbe, settingsFault } from '../probe-scene.ts'
import { playProgram, sayingProgram } from '../program-scene.ts'

/** What comes of a service that runs, but for these properties. */
async function shown(t: TestContext, properties: Readonly<Record<string, string>>): Promise<ProbeRun> {
  const all = {
    Type: 'notify',
    Result: 'success',
    NRestarts: '0',
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    UnitFileState: 'enabled',
    ...properties,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`)
  return runProbe(unitBy(sayingProgram(t, lines.join(''))), { unit: 'exim.service' })
}

suite('a unit', () => {
  test('is as systemd says that it is', async (t) => {
    for (const [properties, verdict, text] of [
      [{ NRestarts: '3' }, 'ok', 'exim.service is active (running)'],
      [{ ActiveState: 'activating', SubState: 'start' }, 'warning', 'exim.service is starting (start)'],
      [
        { ActiveState: 'activating', SubState: 'auto-restart', Result: 'exit-code' },
        'failed',
        'exim.service ended and waits for its restart (exit-code)',
      ],
      [{ ActiveState: 'failed', Result: 'oom-kill' }, 'failed', 'exim.service has failed (oom-kill)'],
      [{ ActiveState: 'inactive', SubState: 'dead' }, 'failed', 'exim.service does not run (inactive)'],
      [{ ActiveState: 'inactive', Type: 'oneshot' }, 'ok', 'exim.service has done its work, or waits for its turn'],
      [
        { ActiveState: 'inactive', UnitFileState: 'disabled' },
        'unknown',
        'exim.service does not run, and is disabled: nobody wants it to start by itself',
      ],
      [
        { ActiveState: 'inactive', LoadState: 'masked' },
        'unknown',
        'exim.service is masked: somebody wants it never to start',
      ],
      [
        { ActiveState: 'inactive', LoadState: 'not-found' },
        'failed',
        'exim.service is not known to systemd: it is not installed, or is called otherwise',
      ],
    ] as const) {
      const result = await shown(t, properties)
      assert.deepEqual([result.verdict, result.text], [verdict, text])
    }
  })

  test('has counted restarts', async (t) => {
    assert.deepEqual((await shown(t, { NRestarts: '3' })).gauges, [{ name: 'restarts', value: 3 }])
    assert.deepEqual((await shown(t, { NRestarts: '' })).gauges, [])
  })

  test('is not known where there is no systemd', async (t) => {
    const said = "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
    const { verdict, text } = await runProbe(unitBy(sayingProgram(t, '', 1, said)), { unit: 'exim' })
    assert.equal(verdict, 'unknown')
    assert.match(text, /^Nothing is known of exim: System has not been booted with systemd/)
  })

  test('is not known if systemd does not answer in time, and nothing of the question is left', async (t) => {
    const controlled = playProgram(t, 'sleep 1000 & wait')
    const { verdict, text } = await runProbe(unitBy(controlled), { unit: 'exim' }, new Promise(setImmediate))
    assert.equal(verdict, 'unknown')
    assert.match(text, /in time$/)
  })

  test('has a name that is no option of systemctl', () => {
    assert.equal(settingsFault(unitBy('systemctl'), { unit: '--all' }), 'is not the name of a unit of systemd')
  })
})

test('a unit that is masked, or disabled and does not run, is off', async (t) => {
  for (const [properties, isOff] of [
    [{ ActiveState: 'inactive', LoadState: 'masked' }, true],
    [{ ActiveState: 'inactive', UnitFileState: 'disabled' }, true],
    [{ ActiveState: 'active', UnitFileState: 'disabled' }, undefined],
    [{ ActiveState: 'inactive' }, undefined],
  ] as const)
    assert.equal((await shown(t, properties)).isOff, isOff)
})
