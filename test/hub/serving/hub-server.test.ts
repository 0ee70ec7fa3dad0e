import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { TLSSocket } from 'node:tls'
import { loadHubConfig } from '../../../hub/config/load.ts'
import { HubServer } from '../../../hub/serving/hub-server.ts'
import { SqliteStore } from '../../../hub/store/sqlite/sqlite-store.ts'
import { systemClock } from '../../../lib/system/clock.ts'
import { createTestCa } from '../../support/test-ca.ts'

/** A folder with a configuration, a certificate and a store. */
async function scene(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-hub-serving-'))
  const ca = createTestCa()
  const [certificate, key, file] = [join(folder, 'hub.crt'), join(folder, 'hub.key'), join(folder, 'hub.yml')]
  const codes: string[] = []
  const store = new SqliteStore({ folder })
  const issue = async (to?: Date): Promise<string> => {
    const issued = ca.issue({ ...(to && { to }) })
    await writeFile(certificate, issued.cert)
    await writeFile(key, issued.key, { mode: 0o600 })
    return issued.cert
  }
  const load = async (text: string): ReturnType<typeof loadHubConfig> => {
    await writeFile(file, text, { mode: 0o600 })
    return loadHubConfig(file)
  }
  const start = async (text: string): Promise<HubServer> => {
    const tell = ({ code }: { readonly code: string }): void => void codes.push(code)
    const server = await HubServer.start({ config: await load(text), store, clock: systemClock, tell })
    context.after(() => server.close())
    return server
  }
  context.after(() => store.close().then(() => rm(folder, { recursive: true })))
  return {
    ca: ca.pem,
    certificate,
    key,
    codes,
    issue,
    load,
    start,
    tls: `tls: { certificate: ${certificate}, key: ${key} }`,
  }
}

/** The certificate that a port shows to somebody who asks for /healthz. */
async function shown(port: number, ca: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  get({ host: '127.0.0.1', port, ca, path: '/healthz', agent: false }, (response) => {
    const raw = response.socket instanceof TLSSocket ? response.socket.getPeerCertificate().raw : Buffer.alloc(0)
    response.resume().on('end', () => resolve(raw.toString('base64')))
  }).on('error', reject)
  return promise
}

function bytesOf(pem: string): string {
  return pem.replaceAll(/-----.*-----|\s/g, '')
}

test('a certificate that changes on the disk is used from then on, a broken one is not', async (context) => {
  const { ca, certificate, key, codes, issue, start, tls } = await scene(context)
  const first = await issue()
  const server = await start(`listen: 127.0.0.1:0\n${tls}`)
  const [port = 0] = server.ports
  assert.equal(await shown(port, ca), bytesOf(first))
  await server.renewTls()
  const second = await issue()
  await server.renewTls()
  assert.equal(await shown(port, ca), bytesOf(second))
  await writeFile(certificate, 'rubbish')
  for (let times = 0; times < 3; times += 1) await server.renewTls()
  await chmod(key, 0o644)
  await server.renewTls()
  assert.equal(await shown(port, ca), bytesOf(second))
  assert.deepEqual(codes, ['listening', 'certificate_renewed', 'certificate_refused', 'certificate_refused'])
})

test('of the time of a certificate is told once, until another one has that fault', async (context) => {
  const { codes, issue, start, tls } = await scene(context)
  await issue(new Date(Date.now() + 86_400_000))
  const server = await start(`listen: 127.0.0.1:0\n${tls}`)
  for (let times = 0; times < 3; times += 1) await server.renewTls()
  assert.deepEqual(codes, ['listening', 'certificate_time'])
  await issue()
  await server.renewTls()
  await issue(new Date(Date.now() - 1000))
  await server.renewTls()
  assert.deepEqual(codes.slice(2), ['certificate_renewed', 'certificate_renewed', 'certificate_time'])
})

test('a reload changes where the hub listens; what stays accepts all the while', async (context) => {
  const { codes, load, start } = await scene(context)
  const server = await start('listen: 127.0.0.1:0')
  const [port = 0] = server.ports
  const kept = await fetch(`http://127.0.0.1:${port}/healthz`)
  await server.reload(await load('listen: [127.0.0.1:0, "[::1]:0"]'))
  assert.equal(server.ports[0], port)
  assert.equal((await fetch(`http://[::1]:${server.ports[1]}/healthz`)).status, kept.status)
  await server.reload(await load('listen: 127.0.0.1:0\nmin_free: 1GiB'))
  assert.equal(server.ports.length, 1)
  assert.deepEqual(codes, ['listening', 'listening', 'restart_needed'])
})

test('a configuration that cannot be used changes nothing', async (context) => {
  const { load, start, tls } = await scene(context)
  const server = await start('listen: 127.0.0.1:0')
  const other = await start('listen: 127.0.0.1:0')
  const before = server.ports
  await assert.rejects(server.reload(await load(`listen: 127.0.0.1:${other.ports[0]}`)), /another program listens/)
  await assert.rejects(server.reload(await load(`listen: 127.0.0.1:0\n${tls}`)), /hub\.key: is not there/)
  assert.equal((await fetch(`http://127.0.0.1:${server.ports[0]}/healthz`)).status, 200)
  assert.equal(server.ports.length, before.length)
})

test('an address goes from HTTP to HTTPS', async (context) => {
  const { ca, issue, load, start, tls } = await scene(context)
  const cert = await issue()
  const server = await start('listen: 127.0.0.1:0')
  const [port = 0] = server.ports
  await server.reload(await load(`listen: 127.0.0.1:${port}\n${tls}`))
  assert.equal(await shown(port, ca), bytesOf(cert))
})
