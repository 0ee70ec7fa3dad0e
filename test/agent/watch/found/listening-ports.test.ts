import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { listeningPorts } from '../../../../agent/watch/found/listening-ports.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'

/** A line of the kernel. */
function socket(index: number, local: string, state: string): string {
  const remote = '0'.repeat(local.length - 5)
  return `${String(index).padStart(4)}: ${local} ${remote}:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0\n`
}

test('what listens on every address or on loopback is found, by the address that reaches it', async (t) => {
  const root = await temporaryFolder(t)
  await mkdir(join(root, 'proc/net'), { recursive: true })
  assert.deepEqual([...listeningPorts(root)], [], 'without the files of the kernel nothing is found')
  const v4 = [
    ['00000000:0019', '0A'],
    ['0100007F:008F', '0A'],
    // At one address of the host, at 127.0.0.53, and a connection.
    ['010200C0:0016', '0A'],
    ['3500007F:0035', '0A'],
    ['00000000:0050', '01'],
  ] as const
  const v6 = [
    ['00000000000000000000000000000000:0019', '0A'],
    ['00000000000000000000000000000000:0016', '0A'],
    ['00000000000000000000000001000000:1538', '0A'],
    ['0000000000000000FFFF00000100007F:18EB', '0A'],
    ['B80D0120000000000000000001000000:0050', '0A'],
  ] as const
  for (const [name, sockets] of [
    ['tcp', v4],
    ['tcp6', v6],
  ] as const)
    await writeFile(
      join(root, 'proc/net', name),
      `${HEAD}${sockets.map(([local, state], index) => socket(index, local, state)).join('')}torn`,
    )
  assert.deepEqual(
    [...listeningPorts(root)].toSorted(([one], [other]) => one - other),
    [
      [22, '::1'],
      [25, '127.0.0.1'],
      [143, '127.0.0.1'],
      [5432, '::1'],
      [6379, '127.0.0.1'],
    ],
  )
})

test('of very many connections only the beginning is read, where the kernel has what listens', async (t) => {
  const root = await temporaryFolder(t)
  await mkdir(join(root, 'proc/net'), { recursive: true })
  const connections = socket(1, '0100007F:0050', '01').repeat(20_000)
  const [first, last] = [socket(0, '00000000:0019', '0A'), socket(2, '00000000:0016', '0A')]
  await writeFile(join(root, 'proc/net/tcp'), `${HEAD}${first}${connections}${last}`)
  assert.deepEqual([...listeningPorts(root).keys()], [25])
})

test('a server of this machine is found', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  assert.equal(listeningPorts('/').get(address.port), '127.0.0.1')
})
