import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { dns } from '../../../../agent/probes/dns/dns.ts'
import { decodeReply, encodeQuestion } from '../../../../agent/probes/dns/message.ts'
import { freePort } from '../../../support/free-port.ts'
import { runProbe, settingsFault } from '../probe-scene.ts'

const FLAGS = { answer: 0x8180, authoritative: 0x8580, refused: 0x8185, failure: 0x8182, unknown: 0x8183 }

/** An answer to a question: its head and question, then these records as `[type, value]`. */
function answer(question: Buffer, flags: number, records: readonly (readonly [number, Buffer])[] = []): Buffer {
  const message = Buffer.from(question)
  message.writeUInt16BE(flags, 2)
  message.writeUInt16BE(records.length, 6)
  const parts = records.map(([type, value]) => {
    const head = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, value.length])
    return Buffer.concat([head, value])
  })
  return Buffer.concat([message, ...parts])
}

/** A name server on one port of UDP and TCP; what a question gets, if anything. */
async function nameServer(t: TestContext, reply: (question: Buffer) => readonly Buffer[]): Promise<number> {
  const port = await freePort()
  const datagrams = createSocket('udp4')
  datagrams.on('message', (question, from) => {
    for (const each of reply(question)) datagrams.send(each, from.port, from.address)
  })
  const server = net.createServer((socket) =>
    socket
      .on('error', () => undefined)
      .once('data', (bytes: Buffer) => {
        for (const each of reply(bytes.subarray(2))) {
          const length = Buffer.alloc(2)
          length.writeUInt16BE(each.length)
          socket.write(Buffer.concat([length, each]))
        }
      }),
  )
  await Promise.all([
    once(datagrams.bind(port, '127.0.0.1'), 'listening'),
    once(server.listen(port, '127.0.0.1'), 'listening'),
  ])
  t.after(() => {
    datagrams.close()
    server.close()
  })
  return port
}

const ADDRESS = Buffer.from([192, 0, 2, 1])

suite('a name server', () => {
  test('is asked over UDP and over TCP, and any answer shows that it works', async (t) => {
    const port = await nameServer(t, (question) => [answer(question, FLAGS.refused)])
    const { verdict, text, gauges, steps } = await runProbe(dns, { port: String(port) })
    assert.equal(verdict, 'ok')
    assert.equal(text, `127.0.0.1:${port} answered refused (5) over UDP`)
    assert.deepEqual(
      gauges?.map(({ name }) => name),
      ['udp_seconds', 'tcp_seconds'],
    )
    assert.equal(steps[0], '> SOA . over UDP')
  })

  test('must know a name that is given, and say what is wanted', async (t) => {
    const port = await nameServer(t, (question) => [answer(question, FLAGS.answer, [[1, ADDRESS]])])
    const given = { port: String(port), query: 'www.example.com.', record: 'A' }
    assert.equal((await runProbe(dns, { ...given, answer: '192.0.2.1' })).verdict, 'ok')
    const other = await runProbe(dns, { ...given, answer: ['192.0.2.1', '192.0.2.2'], transport: 'tcp' })
    assert.equal(other.verdict, 'failed')
    assert.equal(other.text, `127.0.0.1:${port} answered with 192.0.2.1 over TCP, not with 192.0.2.2`)
    const zone = await runProbe(dns, { ...given, authoritative: 'true' })
    assert.match(zone.text, /, and not as a name server of the zone$/)
  })

  test('that does not know a name, or fails, has failed', async (t) => {
    const unknown = await nameServer(t, (question) => [answer(question, FLAGS.unknown)])
    assert.match((await runProbe(dns, { port: String(unknown), query: 'example.com' })).text, /no such name \(3\)/)
    const failing = await nameServer(t, (question) => [answer(question, FLAGS.failure)])
    assert.equal((await runProbe(dns, { port: String(failing) })).verdict, 'failed')
    const empty = await nameServer(t, (question) => [answer(question, FLAGS.authoritative)])
    assert.match((await runProbe(dns, { port: String(empty), query: 'example.com' })).text, /: it knows no SOA$/)
  })

  test('is not believed where the number of the question is another: the right answer is waited for', async (t) => {
    const port = await nameServer(t, (question) => {
      const forged = answer(question, FLAGS.answer, [[1, Buffer.from([192, 0, 2, 66])]])
      forged.writeUInt16BE(forged.readUInt16BE(0) ^ 1, 0)
      return [forged, answer(question, FLAGS.answer, [[1, ADDRESS]])]
    })
    const given = { port: String(port), query: 'example.com', record: 'A', transport: 'udp', answer: '192.0.2.1' }
    assert.equal((await runProbe(dns, given)).verdict, 'ok')
  })

  test('that says nothing has failed once the time is over', async (t) => {
    const asked = Promise.withResolvers<void>()
    const port = await nameServer(t, () => {
      asked.resolve()
      return []
    })
    const { verdict, text } = await runProbe(dns, { port: String(port) }, asked.promise)
    assert.equal(verdict, 'failed')
    assert.equal(text, `127.0.0.1:${port} did not answer over UDP in time`)
  })

  test('that is not there has failed', async () => {
    const { verdict, text } = await runProbe(dns, { port: String(await freePort()) })
    assert.equal(verdict, 'failed')
    assert.match(text, /ECONNREFUSED/)
  })
})

suite('a message', () => {
  const question = { id: 7, name: 'example.com', type: 'MX' } as const
  const asked = encodeQuestion(question)

  test('with names that point to others is read', () => {
    const value = Buffer.concat([Buffer.from([0, 10, 4]), Buffer.from('mail'), Buffer.from([0xc0, 12])])
    assert.deepEqual(decodeReply(answer(asked, FLAGS.authoritative, [[15, value]]), question), {
      code: 0,
      isAuthoritative: true,
      isTruncated: false,
      values: ['10 mail.example.com'],
    })
  })

  test('has values of each type as people write them', () => {
    const name = Buffer.concat([Buffer.from([2]), Buffer.from('ns'), Buffer.from([0xc0, 12])])
    for (const [type, number, value, text] of [
      ['A', 1, ADDRESS, '192.0.2.1'],
      ['AAAA', 28, Buffer.from('20010db8000000000000000000000001', 'hex'), '2001:db8::1'],
      ['NS', 2, name, 'ns.example.com'],
      ['CNAME', 5, name, 'ns.example.com'],
      [
        'TXT',
        16,
        Buffer.concat([Buffer.from([3]), Buffer.from('one'), Buffer.from([4]), Buffer.from(' two')]),
        'one two',
      ],
    ] as const) {
      const question = { id: 7, name: 'example.com', type }
      const reply = decodeReply(answer(encodeQuestion(question), FLAGS.answer, [[number, value]]), question)
      assert.deepEqual(reply?.values, [text])
    }
    const short = { id: 7, name: 'example.com', type: 'A' } as const
    assert.equal(decodeReply(answer(encodeQuestion(short), FLAGS.answer, [[1, name]]), short), undefined)
  })

  test('with pointers in a circle, or beyond its end, is none', () => {
    const inCircle = Buffer.concat([Buffer.from([0, 10]), Buffer.from([0xc0, asked.length + 14])])
    assert.equal(decodeReply(answer(asked, FLAGS.answer, [[15, inCircle]]), question), undefined)
    const beyond = Buffer.from([0, 10, 63, 65])
    assert.equal(decodeReply(answer(asked, FLAGS.answer, [[15, beyond]]), question), undefined)
    assert.equal(
      decodeReply(answer(encodeQuestion({ ...question, name: 'example.org' }), FLAGS.answer), question),
      undefined,
    )
  })

  test('of any bytes is read or is none, and never throws', () => {
    const good = answer(asked, FLAGS.answer, [
      [15, Buffer.from([0, 10, 0xc0, 12])],
      [15, Buffer.from([0, 10, 0xc0, 12])],
    ])
    for (let at = 2; at < good.length; at += 1)
      for (const byte of [0, 1, 63, 64, 128, 192, 255]) {
        const changed = Buffer.from(good)
        changed[at] = byte
        for (const message of [changed, changed.subarray(0, Math.max(12, at))]) decodeReply(message, question)
      }
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  for (const [written, sentence] of [
    [{ query: 'a..b' }, 'is not a name of DNS'],
    [{ query: 'x'.repeat(64) }, 'is not a name of DNS'],
    [{ record: 'ANY' }, 'is none of A, AAAA, CNAME, MX, NS, PTR, SOA, TXT'],
    [{ answer: '192.0.2.1' }, 'has answer without query'],
  ] as const)
    assert.equal(settingsFault(dns, written), sentence)
})
