import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { pingBy } from '../../../../agent/probes/ping/ping.ts'
import { runProbe } from '../probe-scene.ts'
import { playProgram, sayingProgram } from '../program-scene.ts'

/** What iputils says of so many packets. */
function counts(received: number, average = '0.046'): string {
  const loss = `3 packets transmitted, ${received} received, ${Math.round((3 - received) * 33.3)}% packet loss, time 402ms\n`
  const times = received === 0 ? '\n' : `rtt min/avg/max/mdev = 0.031/${average}/0.058/0.011 ms\n`
  return `PING 192.0.2.1 (192.0.2.1) 56(84) bytes of data.\n\n--- 192.0.2.1 ping statistics ---\n${loss}${times}`
}

const host = '192.0.2.1'

suite('ping', () => {
  test('that is answered is ok, with the time of the way', async (t) => {
    const result = await runProbe(pingBy(sayingProgram(t, counts(3))), { host })
    assert.equal(result.verdict, 'ok')
    assert.equal(result.text, '192.0.2.1 answered 3 of 3 packets, in 0.046 ms on average')
    assert.deepEqual(result.gauges, [
      { name: 'loss_ratio', value: 0 },
      { name: 'round_trip_seconds', value: 0.046 / 1000 },
    ])
  })

  test('of busybox is understood', async (t) => {
    const said = '3 packets transmitted, 3 packets received, 0% packet loss\nround-trip min/avg/max = 0.1/0.2/0.3 ms\n'
    assert.equal((await runProbe(pingBy(sayingProgram(t, said)), { host })).verdict, 'ok')
  })

  test('that is answered in part is a warning beyond the loss that is allowed, that is slow is late', async (t) => {
    const part = pingBy(sayingProgram(t, counts(1), 1))
    assert.equal((await runProbe(part, { host })).verdict, 'warning')
    assert.equal((await runProbe(part, { host, loss: '70' })).verdict, 'ok')
    const slow = pingBy(sayingProgram(t, counts(3, '212.5')))
    assert.equal((await runProbe(slow, { host, round_trip: '200ms' })).verdict, 'late')
  })

  test('that nobody answers has failed', async (t) => {
    const { verdict, text } = await runProbe(pingBy(sayingProgram(t, counts(0), 1)), { host })
    assert.deepEqual({ verdict, text }, { verdict: 'failed', text: '192.0.2.1 answered none of 3 packets' })
  })

  test('that could not even ask says nothing about the host', async (t) => {
    const program = sayingProgram(t, '', 2, 'ping: connect: Network is unreachable\n')
    const { verdict, text } = await runProbe(pingBy(program), { host })
    assert.equal(verdict, 'unknown')
    assert.equal(text, 'ping could not ask 192.0.2.1: ping: connect: Network is unreachable')
  })

  test('that is not installed says nothing about the host', async () => {
    const { verdict, text } = await runProbe(pingBy('/nowhere/ping'), { host })
    assert.deepEqual({ verdict, text }, { verdict: 'unknown', text: '/nowhere/ping is not installed (ENOENT)' })
  })

  test('is asked in the version of IP that is wanted, in the language that is read', async (t) => {
    const program = playProgram(t, 'echo "$LC_ALL $*" >&2; exit 2')
    const { text } = await runProbe(pingBy(program), { host: '2001:db8::1', family: '6', count: '5' })
    assert.match(text, /: C -n -q -6 -c 5 -i 0\.2 -W 2 2001:db8::1$/)
  })
})
