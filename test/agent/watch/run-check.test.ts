import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Probe, ProbeTools } from '../../../agent/probes/probe.ts'
import { tcp } from '../../../agent/probes/tcp/tcp.ts'
import { runCheck } from '../../../agent/watch/run-check.ts'
import { HandClock } from '../../support/hand-clock.ts'

/** A probe that does what a test says. */
function probe(run: (tools: ProbeTools) => ReturnType<Probe['run']>): Probe {
  return { name: 'test', settings: tcp.settings, elsewhere: () => undefined, run: (_settings, tools) => run(tools) }
}

function partsOf(clock: HandClock, signal = new AbortController().signal): Parameters<typeof runCheck>[1] {
  return { clock, elapsed: clock.elapsed, signal }
}

const LIMITS = { name: 'test', settings: undefined, limit: 10_000, late: undefined }

test('what a probe says is the result, on one line and bounded', async () => {
  const clock = new HandClock()
  const said = { verdict: 'ok', text: `one\ntwo ${'x'.repeat(1000)}` } as const
  const run = await runCheck({ ...LIMITS, probe: probe(async () => said) }, partsOf(clock))
  assert.equal(run?.result.verdict, 'ok')
  assert.match(run.result.text, /^one\?two x+$/)
  assert.equal(run.result.text.length, 300)
})

test('at the limit the probe is told to end, and has failed: no answer within 10 s', async () => {
  const clock = new HandClock()
  let isTold = false
  const never = probe(({ signal }) => {
    signal.addEventListener('abort', () => (isTold = true))
    return new Promise(() => undefined)
  })
  const running = runCheck({ ...LIMITS, probe: never }, partsOf(clock))
  await clock.pass(9999)
  assert.equal(isTold, false)
  await clock.pass(1)
  const run = await running
  assert.equal(isTold, true)
  assert.deepEqual(run?.result, { verdict: 'failed', text: 'no answer within 10 s' })
  assert.equal(run.took, 10_000)
})

test('who stood still cannot say that nobody answered', async () => {
  for (const [still, verdict] of [
    [1000, 'failed'],
    [1001, 'unknown'],
  ] as const) {
    const clock = new HandClock()
    let stood = 0
    const silent = probe(({ signal }) => {
      const failed = { verdict: 'failed', text: 'did not say 220 in time' } as const
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(failed)))
    })
    const parts = { ...partsOf(clock), elapsed: () => clock.elapsed() + stood }
    const running = runCheck({ ...LIMITS, probe: silent }, parts)
    stood = still
    await clock.pass(10_000)
    const { verdict: found, text } = (await running)?.result ?? {}
    assert.equal(found, verdict)
    assert.equal(text, verdict === 'failed' ? 'did not say 220 in time' : 'the watcher itself stood still for 1 s')
  }
})

test('who stood still does not take for late what it could not see earlier', async () => {
  const clock = new HandClock()
  let stood = 0
  const slow = probe(async () => {
    await clock.sleep(500, new AbortController().signal)
    stood = 10_000
    return { verdict: 'ok', text: 'answers' }
  })
  const parts = { ...partsOf(clock), elapsed: () => clock.elapsed() + stood }
  const running = runCheck({ ...LIMITS, probe: slow }, parts)
  await clock.pass(500)
  assert.deepEqual((await running)?.result, { verdict: 'ok', text: 'answers' })
})

test('a probe that ends after its time changes nothing, and its end is known', async () => {
  const clock = new HandClock()
  const slow = probe(async () => {
    await clock.sleep(15_000, new AbortController().signal)
    throw new Error('too late to matter')
  })
  const running = runCheck({ ...LIMITS, probe: slow }, partsOf(clock))
  await clock.pass(10_000)
  const run = await running
  let isOver = false
  const ended = run?.ended.finally(() => {
    isOver = true
  })
  await clock.pass(4999)
  assert.equal(isOver, false)
  await clock.pass(1)
  await ended
})

test('an answer after the time of late is late, and says how long it took', async () => {
  for (const [took, verdict] of [
    [2000, 'ok'],
    [2001, 'late'],
  ] as const) {
    const clock = new HandClock()
    const slow = probe(async () => {
      await clock.sleep(took, new AbortController().signal)
      return { verdict: 'ok', text: 'answers' }
    })
    const running = runCheck({ ...LIMITS, late: 2000, probe: slow }, partsOf(clock))
    await clock.pass(took)
    const run = await running
    assert.equal(run?.result.verdict, verdict)
    assert.equal(run.result.text, verdict === 'ok' ? 'answers' : 'answers, after 2 s')
  }
})

test('a failure is no late answer, however long it took', async () => {
  const clock = new HandClock()
  const slow = probe(async () => {
    await clock.sleep(5000, new AbortController().signal)
    return { verdict: 'failed', text: 'refused' }
  })
  const running = runCheck({ ...LIMITS, late: 2000, probe: slow }, partsOf(clock))
  await clock.pass(5000)
  assert.deepEqual((await running)?.result, { verdict: 'failed', text: 'refused' })
})

test('with the end of the program there is no result', async () => {
  const clock = new HandClock()
  const end = new AbortController()
  const ending = probe(
    ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ verdict: 'failed', text: 'aborted' }))
      }),
  )
  const running = runCheck({ ...LIMITS, probe: ending }, partsOf(clock, end.signal))
  end.abort()
  assert.equal(await running, undefined)
})

test('a bug in a probe is a bug', async () => {
  const bad = probe(() => Promise.reject(new TypeError('a bug')))
  await assert.rejects(runCheck({ ...LIMITS, probe: bad }, partsOf(new HandClock())), /a bug/)
})
