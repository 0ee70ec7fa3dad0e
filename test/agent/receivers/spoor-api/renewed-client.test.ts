import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Outcome } from '../../../../agent/receivers/delivery/outcome.ts'
import type { ApiAccess } from '../../../../agent/receivers/spoor-api/api-access.ts'
import { createRenewedClient } from '../../../../agent/receivers/spoor-api/renewed-client.ts'
import type { Notice } from '../../../../lib/notice/notice.ts'
import { ActionNeeded } from '../../../../lib/system/errors.ts'
import { accessTo } from '../../../support/api-access.ts'
import { type FakeApi, startFakeApi } from '../../../support/fake-api.ts'
import { createTestCa, type TestCertificate } from '../../../support/test-ca.ts'

const REPORT = { id: 'report-1', entries: [], metadata: { reporter: 'host.example.com' } }

interface Scene {
  readonly api: FakeApi
  /** What is on disk: the access, or why there is none. */
  disk: ApiAccess | Error
  /** How often that was read. */
  reads: number
  /** What the clock tells. */
  now: number
  readonly told: Notice[]
  readonly send: (signal?: AbortSignal) => Promise<Outcome['result']>
  /** The secrets that the API was sent. */
  readonly secrets: () => string[]
}

async function createScene(
  t: TestContext,
  { certificate, ...first }: Partial<ApiAccess> & { certificate?: TestCertificate } = {},
): Promise<Scene> {
  const api = await startFakeApi(certificate === undefined ? {} : { certificate })
  const access = accessTo(api.url, { secret: 'secret1', connections: 4, ...first })
  const scene: Scene = {
    api,
    disk: { ...access },
    reads: 0,
    now: 0,
    told: [],
    send: async (signal = new AbortController().signal) => (await client.send(REPORT, signal)).result,
    secrets: () =>
      api.requests.map(({ headers: { authorization = '' } }) =>
        Buffer.from(authorization.slice(6), 'base64').toString().replace('ABC123:', ''),
      ),
  }
  const read = async (): Promise<ApiAccess> => {
    scene.reads += 1
    if (scene.disk instanceof Error) throw scene.disk
    return scene.disk
  }
  const client = await createRenewedClient({
    access,
    read,
    tell: (notice) => scene.told.push(notice),
    onFields: () => assert.fail('must not be asked for'),
    elapsed: () => scene.now,
  })
  t.after(() => {
    client.close()
    return api.close()
  })
  return scene
}

function codesOf({ told }: Scene): string[] {
  return told.map(({ code }) => code)
}

test('while all is well the files are read at most every five seconds, and used at once', async (t) => {
  const scene = await createScene(t)
  scene.disk = accessTo(scene.api.url, { secret: 'secret2' })
  for (scene.now of [0, 4999, 5000, 9999, 10_000]) assert.equal(await scene.send(), 'accepted')
  assert.deepEqual(scene.secrets(), ['secret1', 'secret1', 'secret2', 'secret2', 'secret2'])
  assert.equal(scene.reads, 2)
  assert.deepEqual(codesOf(scene), ['credentials_renewed'])
})

test('a refused report is sent once more at once where the files have changed', async (t) => {
  const scene = await createScene(t)
  scene.disk = accessTo(scene.api.url, { secret: 'secret2' })
  scene.api.script.push({ status: 401 })
  assert.equal(await scene.send(), 'accepted')
  assert.deepEqual(scene.secrets(), ['secret1', 'secret2'])
  assert.deepEqual(codesOf(scene), ['credentials_renewed'])
})

test('where the files have not changed, the report waits, and they are read again before the next try', async (t) => {
  const scene = await createScene(t)
  scene.api.script.push({ status: 401 })
  assert.equal(await scene.send(), 'later')
  scene.disk = accessTo(scene.api.url, { secret: 'secret2' })
  assert.equal(await scene.send(), 'accepted')
  assert.deepEqual(scene.secrets(), ['secret1', 'secret2'])
})

test('of several reports that are refused together each is sent once more, and the files are read once', async (t) => {
  const scene = await createScene(t)
  scene.disk = accessTo(scene.api.url, { secret: 'secret2', connections: 4 })
  scene.api.script.push(...Array.from({ length: 4 }, () => ({ status: 401, delay: 50 })))
  const results = await Promise.all([scene.send(), scene.send(), scene.send(), scene.send()])
  assert.deepEqual(results, ['accepted', 'accepted', 'accepted', 'accepted'])
  assert.equal(scene.reads, 1)
  assert.deepEqual(scene.secrets().toSorted(), [...Array(4).fill('secret1'), ...Array(4).fill('secret2')])
})

test('an API that is out of order gets no second request at once, whatever has changed', async (t) => {
  const scene = await createScene(t)
  scene.disk = accessTo(scene.api.url, { secret: 'secret2' })
  scene.api.script.push({ status: 503, headers: { 'retry-after': '60' } })
  assert.equal(await scene.send(), 'later')
  assert.deepEqual(scene.secrets(), ['secret1'])
})

test('a request that is given up to stop reads no file', async (t) => {
  const scene = await createScene(t)
  const stop = new AbortController()
  scene.api.script.push('hang')
  const sent = scene.send(stop.signal)
  await scene.api.arrived(1)
  stop.abort()
  assert.equal(await sent, 'later')
  assert.equal(scene.reads, 0)
})

test('files that cannot be used are told once for each fault, and so is that they can be again; the previous ones stay active', async (t) => {
  const scene = await createScene(t)
  const { disk } = scene
  const faults = [new ActionNeeded('secret: empty\nkey: torn'), Object.assign(new Error('EIO: i/o'), { code: 'EIO' })]
  for (const fault of faults.flatMap((each) => [each, each])) {
    scene.disk = fault
    scene.now += 5000
    assert.equal(await scene.send(), 'accepted')
  }
  scene.disk = disk
  for (scene.now of [50_000, 60_000]) assert.equal(await scene.send(), 'accepted')
  assert.deepEqual(new Set(scene.secrets()), new Set(['secret1']))
  assert.deepEqual(codesOf(scene), ['credentials_refused', 'credentials_refused', 'credentials_renewed'])
  assert.match(scene.told[0]?.text ?? '', /the previous one stays active: secret: empty \| key: torn\.$/)
})

test('a bug is not taken for a fault of the files', async (t) => {
  const scene = await createScene(t)
  scene.disk = new TypeError('bug')
  scene.now = 5000
  await assert.rejects(scene.send(), { name: 'TypeError' })
})

test('authorities that are replaced on disk are trusted from then on', async (t) => {
  const [former, ca] = [createTestCa(), createTestCa()]
  const scene = await createScene(t, { certificate: ca.issue(), caPem: former.pem })
  assert.equal(await scene.send(), 'later')
  scene.disk = accessTo(scene.api.url, { secret: 'secret1', caPem: ca.pem })
  assert.equal(await scene.send(), 'accepted')
  assert.deepEqual(codesOf(scene), ['credentials_renewed'])
})
