import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { networkFault } from '../../../agent/watch/own-network.ts'
import { listening } from '../../support/check-host.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n'
const LAN = 'eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n'
const DEFAULT = 'eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n'
const ZERO = '0'.repeat(32)
const V6_REJECTED = `${ZERO} 00 ${ZERO} 00 ${ZERO} ffffffff 00000001 00000000 00200200       lo\n`
const V6_DEFAULT = `${ZERO} 00 ${ZERO} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth1\n`

/** What is wrong where the kernel's files are these, by their paths. */
async function faultIn(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  references: readonly { readonly host: string; readonly port: number }[] = [],
): Promise<string | undefined> {
  const root = await temporaryFolder(t)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return networkFault({ root, references, signal: new AbortController().signal })
}

test('a default route over a link is a network, of IPv4 or of IPv6', async (t) => {
  const files = { 'proc/net/route': HEAD + LAN + DEFAULT, 'sys/class/net/eth0/carrier': '1\n' }
  assert.equal(await faultIn(t, files), undefined)
  assert.equal(await faultIn(t, { 'proc/net/route': HEAD, 'proc/net/ipv6_route': V6_REJECTED + V6_DEFAULT }), undefined)
})

test('without a default route there is none: one to a network, or one that rejects, is no way out', async (t) => {
  const files = { 'proc/net/route': HEAD + LAN, 'proc/net/ipv6_route': V6_REJECTED }
  assert.equal(await faultIn(t, files), 'there is no default route')
})

test('without a link there is none', async (t) => {
  const files = { 'proc/net/route': HEAD + DEFAULT, 'sys/class/net/eth0/carrier': '0\n' }
  assert.equal(await faultIn(t, files), 'there is no link at eth0')
})

test('where the kernel says nothing, nothing is wrong', async (t) => {
  assert.equal(await faultIn(t, {}), undefined)
})

test('a reference that answers or refuses proves a network, whatever the routes say', async (t) => {
  const { port } = await listening(t)
  const files = { 'proc/net/route': HEAD }
  assert.equal(await faultIn(t, files, [{ host: '127.0.0.1', port }]), undefined)
  assert.equal(await faultIn(t, files, [{ host: '127.0.0.1', port: 1 }]), undefined)
})

test('if no reference answers, there is none, though there is a route', async (t) => {
  const files = { 'proc/net/route': HEAD + DEFAULT, 'sys/class/net/eth0/carrier': '1\n' }
  assert.equal(await faultIn(t, files, [{ host: 'nobody.invalid', port: 443 }]), 'none of the references answers')
})
