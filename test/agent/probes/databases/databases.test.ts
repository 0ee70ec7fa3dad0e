import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { TLSSocket } from 'node:tls'
import { mysql } from '../../../../agent/probes/databases/mysql.ts'
import { postgres } from '../../../../agent/probes/databases/postgres.ts'
import { postgresqlPrograms, startPostgresql } from '../../../support/postgresql.ts'
import { createTestCa } from '../../../support/test-ca.ts'
import { playService, runProbe } from '../probe-scene.ts'

/** A packet of MySQL. */
function packet(...parts: readonly (string | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
  return Buffer.concat([Buffer.from([content.length & 255, content.length >> 8, 0, 0]), content])
}

suite('MySQL', () => {
  test('that greets is ok, and told by its version', async (t) => {
    const { port } = await playService(t, (socket) =>
      socket.write(packet([10], '5.5.5-10.11.19-MariaDB-0+deb12u1', [0, 1, 2, 3, 4])),
    )
    const { verdict, text } = await runProbe(mysql, { port: String(port) })
    assert.deepEqual(
      { verdict, text },
      { verdict: 'ok', text: `127.0.0.1:${port} is 5.5.5-10.11.19-MariaDB-0+deb12u1` },
    )
  })

  test('that has too many connections, blocks this host, or is of another mind has failed with the reason', async (t) => {
    for (const [code, said, meaning] of [
      [1040, 'Too many connections', 'it has too many connections (1040)'],
      [
        1129,
        "Host '192.0.2.1' is blocked",
        'it blocks this host after many that did not log in; mysqladmin flush-hosts ends that (1129)',
      ],
      [1105, '#HY000\u001b[2J', String.raw`\x1b[2J (1105)`],
    ] as const) {
      const { socket } = await playService(t, (each) => each.write(packet([255, code & 255, code >> 8], said)), {
        isLocal: true,
      })
      const { verdict, text } = await runProbe(mysql, { socket })
      assert.equal(verdict, 'failed')
      assert.equal(text, `${socket} refuses connections: ${meaning}`)
    }
  })

  test('that says nothing, something else or too much has failed', async (t) => {
    const other = await playService(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    assert.equal((await runProbe(mysql, { port: String(other.port) })).verdict, 'failed')
    const short = await playService(t, (socket) => socket.end(packet([])))
    assert.match((await runProbe(mysql, { port: String(short.port) })).text, /does not greet as MySQL does$/)
    const long = await playService(t, (socket) => socket.write(Buffer.alloc(1_000_000, 255)))
    assert.match(
      (await runProbe(mysql, { port: String(long.port) })).text,
      /said more than 64 KiB instead of all of how it greets$/,
    )
  })
})

suite('PostgreSQL', () => {
  test('that answers is ok', async (t) => {
    const { port } = await playService(t, (socket) => socket.once('data', () => socket.write('N')))
    assert.equal((await runProbe(postgres, { port: String(port) })).text, `127.0.0.1:${port} answers`)
  })

  test('that speaks TLS shows its certificate, and is left once TLS has begun, which it does not log', async (t) => {
    const to = new Date('2026-01-02T03:04:05Z')
    const certificate = createTestCa().issue({ from: new Date('2025-01-02T03:04:05Z'), to })
    const began = Promise.withResolvers<void>()
    const { port } = await playService(t, (socket) =>
      socket.once('data', () => {
        socket.write('S')
        const over = new TLSSocket(socket, { isServer: true, ...certificate })
        over
          .on('secure', () => began.resolve())
          .on('error', () => undefined)
          .resume()
      }),
    )
    const { verdict, text, certificate: shown } = await runProbe(postgres, { port: String(port) })
    assert.deepEqual([verdict, text], ['ok', `127.0.0.1:${port} answers, and speaks TLS`])
    assert.equal(shown?.expires, to.getTime())
    await began.promise
  })

  test('that is something else has failed', async (t) => {
    const { port } = await playService(t, (socket) => socket.once('data', () => socket.write('HTTP/1.1 400\r\n')))
    assert.match((await runProbe(postgres, { port: String(port) })).text, /does not answer as PostgreSQL does$/)
  })

  const programs = postgresqlPrograms()
  test(
    'that is installed here is ok at its socket',
    { skip: programs === undefined && 'needs postgresql' },
    async (t) => {
      const server = await startPostgresql(programs ?? '')
      t.after(() => server.stop())
      const socket = join(server.folder, '.s.PGSQL.5432')
      const { verdict, text } = await runProbe(postgres, { socket })
      assert.equal(verdict, 'ok', text)
    },
  )
})
