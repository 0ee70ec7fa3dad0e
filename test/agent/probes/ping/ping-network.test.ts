import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { pingBy } from '../../../../agent/probes/ping/ping.ts'
import { createNetworkPair, type NetworkPair, unlessNetworks } from '../../../support/network-pair.ts'
import { type ProbeRun, runProbe } from '../probe-scene.ts'
import { playProgram } from '../program-scene.ts'

type Ask = (host: string, more?: Readonly<Record<string, string>>) => Promise<ProbeRun>

/** Two hosts, and what asks from the first. */
async function networkWithPing(t: TestContext): Promise<NetworkPair & { readonly ask: Ask }> {
  const pair = await createNetworkPair(t)
  const program = playProgram(t, `exec ${pair.near.join(' ')} ping "$@"`)
  return { ...pair, ask: (host, more = {}) => runProbe(pingBy(program), { host, ...more }) }
}

/** Drops some of the questions of ping that come to a host; `which` of them, in the words of nft. */
function lossy(which: string): string {
  const rules = ['icmp', 'icmpv6'].map((protocol) => `${protocol} type echo-request ${which} drop`)
  return ['table inet spoor {', 'chain it {', 'type filter hook input priority 0', ...rules, '}', '}'].join('\n')
}

suite('ping in a real network', { skip: unlessNetworks() }, () => {
  for (const [version, far, nobody] of [
    ['IPv4', '192.0.2.2', '192.0.2.99'],
    ['IPv6', '2001:db8::2', '2001:db8::99'],
  ] as const) {
    test(`over ${version} is ok, a warning where too much is lost, and has failed where all is`, async (t) => {
      const { ask, atFar } = await networkWithPing(t)
      const up = await ask(far)
      assert.equal(up.verdict, 'ok', up.text)
      assert.ok(up.text.startsWith(`${far} answered 3 of 3 packets, in `))
      atFar('nft', lossy('numgen inc mod 2 == 0'))
      const half = await ask(far, { count: '4', loss: '49' })
      assert.equal(half.verdict, 'warning', half.text)
      assert.ok(half.text.startsWith(`${far} answered 2 of 4 packets, in `))
      assert.equal(half.gauges?.find(({ name }) => name === 'loss_ratio')?.value, 0.5)
      assert.equal((await ask(far, { count: '4', loss: '50' })).verdict, 'ok')
      atFar('nft', 'flush ruleset')
      atFar('nft', lossy(''))
      const none = await ask(far)
      assert.deepEqual([none.verdict, none.text], ['failed', `${far} answered none of 3 packets`])
      const absent = await ask(nobody)
      assert.deepEqual([absent.verdict, absent.text], ['failed', `${nobody} answered none of 3 packets`])
    })
  }

  test('without a route, a name or a link says nothing about the host', async (t) => {
    const { ask, atNear } = await networkWithPing(t)
    const expectUnknown = async (host: string, reason: RegExp): Promise<void> => {
      const { verdict, text } = await ask(host)
      assert.equal(verdict, 'unknown', text)
      assert.match(text, reason)
    }
    await expectUnknown('198.51.100.1', /^ping could not ask 198\.51\.100\.1: ping: connect: Network is unreachable$/)
    await expectUnknown('2001:db8:1::1', /: Network is unreachable$/)
    await expectUnknown('nowhere.example', /^ping could not ask nowhere\.example: /)
    atNear('ip', 'link', 'set', 'cable', 'down')
    await expectUnknown('192.0.2.2', /: Network is unreachable$/)
  })
})
