import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import https from 'node:https'
import { suite, test, type TestContext } from 'node:test'
import { http } from '../../../../agent/probes/http/http.ts'
import { createTestCa, type TestCertificate } from '../../../support/test-ca.ts'
import { playService, runProbe, settingsFault } from '../probe-scene.ts'

/** A web server at a free port of loopback. */
async function webServer(t: TestContext, listener: RequestListener, certificate?: TestCertificate): Promise<number> {
  const server = certificate === undefined ? createServer(listener) : https.createServer(certificate, listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

suite('a web server', () => {
  test('is asked once, by an agent that names itself, and is ok if the status is right', async (t) => {
    const asked: unknown[] = []
    const port = await webServer(t, ({ method, url, headers }, response) => {
      asked.push([method, url, headers.host, headers['user-agent']])
      response.end('<h1>Welcome</h1>')
    })
    const url = `http://127.0.0.1:${port}/path?q=1`
    const { verdict, text, gauges } = await runProbe(http, { url, contains: 'Welcome' })
    assert.equal(verdict, 'ok')
    assert.equal(text, `http://127.0.0.1:${port} answered with 200`)
    assert.deepEqual(asked, [['GET', '/path?q=1', `127.0.0.1:${port}`, 'spoor-agent/source (check)']])
    assert.deepEqual(
      gauges?.map(({ name }) => name),
      ['connect_seconds', 'first_byte_seconds', 'transfer_seconds'],
    )
  })

  test('is asked for a site by its name, wherever it is', async (t) => {
    const hosts: unknown[] = []
    const port = await webServer(t, ({ headers, method }, response) => {
      hosts.push([method, headers.host])
      response.end()
    })
    for (const method of ['HEAD', 'OPTIONS'])
      await runProbe(http, { url: `http://www.example.com:${port}/`, address: '127.0.0.1', method })
    assert.deepEqual(hosts, [
      ['HEAD', `www.example.com:${port}`],
      ['OPTIONS', `www.example.com:${port}`],
    ])
  })

  test('that breaks its answer off has failed, and one that says more than is read has not', async (t) => {
    const port = await webServer(t, ({ url }, response) => {
      response.writeHead(200, { 'content-length': url === '/long' ? 1_000_000 : 1000 })
      if (url === '/long') response.end('x'.repeat(1_000_000))
      else response.write('half of it', () => response.destroy())
    })
    const base = `http://127.0.0.1:${port}`
    const broken = await runProbe(http, { url: `${base}/broken` })
    assert.deepEqual([broken.verdict, broken.text], ['failed', `127.0.0.1:${port} broke its answer off after 200`])
    assert.equal((await runProbe(http, { url: `${base}/long` })).verdict, 'ok')
  })

  test('has failed with a wrong status, a text that is missing or another target', async (t) => {
    const port = await webServer(t, ({ url }, response) => {
      response.writeHead(url === '/gone' ? 404 : 301, { location: '/new\u00ff' }).end('x'.repeat(300_000) + 'Welcome')
    })
    const base = `http://127.0.0.1:${port}`
    const gone = await runProbe(http, { url: `${base}/gone`, status: ['200', '300-302'] })
    assert.equal(gone.text, String.raw`${base} answered with 404 and led to /new${'\u00ff'}, not with 200, 300-302`)
    assert.equal((await runProbe(http, { url: `${base}/gone`, status: '404' })).verdict, 'ok')
    const missing = await runProbe(http, { url: base, contains: 'Welcome' })
    assert.match(missing.text, /, without the text Welcome$/)
    assert.equal((await runProbe(http, { url: base, redirect: '/old' })).verdict, 'failed')
    assert.equal((await runProbe(http, { url: base, redirect: `${base}/new%C3%BF` })).verdict, 'ok')
  })

  test('shows its certificate, which is told even if it has expired', async (t) => {
    const to = new Date('2026-01-02T03:04:05Z')
    const certificate = createTestCa().issue({ from: new Date('2025-01-02T03:04:05Z'), to })
    const port = await webServer(t, (_, response) => response.writeHead(503).end(), certificate)
    const result = await runProbe(http, { url: `https://127.0.0.1:${port}/` })
    assert.equal(result.verdict, 'failed')
    assert.equal(result.certificate?.expires, to.getTime())
    assert.deepEqual(
      result.gauges?.map(({ name }) => name),
      ['connect_seconds', 'tls_seconds', 'first_byte_seconds', 'transfer_seconds'],
    )
  })
})

suite('what is no web server that works', () => {
  test('has failed if it says nothing, or half of its answer, once the time is over', async (t) => {
    const asked = Promise.withResolvers<void>()
    const hung = await webServer(t, () => asked.resolve())
    const { text } = await runProbe(http, { url: `http://127.0.0.1:${hung}/` }, asked.promise)
    assert.equal(text, `127.0.0.1:${hung} did not answer in time`)
    const begun = Promise.withResolvers<void>()
    const half = await webServer(t, (_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('half', () => begun.resolve())
    })
    const late = await runProbe(http, { url: `http://127.0.0.1:${half}/` }, begun.promise)
    assert.equal(late.verdict, 'failed')
    assert.match(late.text, /did not (?:answer|finish its answer) in time$/)
  })

  test('has failed if it answers garbage, headers without an end, or cuts the connection', async (t) => {
    for (const [said, sentence] of [
      ['\u0001\u0002 garbage\r\n\r\n', /does not speak HTTP/],
      [`HTTP/1.1 200 OK\r\n${'x-more: 1\r\n'.repeat(100_000)}`, /more than 16 KiB of headers/],
      ['', /cut the connection before it answered/],
    ] as const) {
      const { port } = await playService(t, (socket) => socket.once('data', () => socket.end(said)))
      const { verdict, text } = await runProbe(http, { url: `http://127.0.0.1:${port}/` })
      assert.equal(verdict, 'failed')
      assert.match(text, sentence)
    }
  })

  test('is read for 256 KiB, however much it says', async (t) => {
    const port = await webServer(t, (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(100_000)));
      }
      response.on('drain', more)
      more()
    })
    const { verdict } = await runProbe(http, { url: `http://127.0.0.1:${port}/`, contains: 'x' })
    assert.equal(verdict, 'ok')
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  const url = 'http://example.com/'
  for (const [written, sentence] of [
    [{ url: 'ftp://example.com/' }, 'is not a URL of http or https'],
    [{ url: 'http://anna:pass@example.com/' }, 'holds a user or a password, which anybody could read'],
    [{ url, method: 'HEAD', contains: 'x' }, 'has contains, and an answer to HEAD has no text; write method: GET'],
    [{ url, method: 'POST' }, 'is none of GET, HEAD, OPTIONS'],
    [{ url, status: '399-200' }, 'is not a status from 100 to 599, or a range of them such as 200-399'],
  ] as const)
    assert.equal(settingsFault(http, written), sentence)
})
