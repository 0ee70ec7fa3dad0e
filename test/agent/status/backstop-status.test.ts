import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { lastLookFile } from '../../../agent/backstop/last-look.ts'
import { type BackstopStatus, backstopStatus } from '../../../agent/status/backstop-status.ts'
import { ownIdentity } from '../../../lib/system/processes/process-identity.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

const UNIT = 'usr/lib/systemd/system'
const MASK = 'etc/systemd/system'
const TIMER = 'spoor-agent-backstop.timer'
const MINUTE = 60_000
const GONE = { ...ownIdentity(), startTime: '1' }
/** After what the machine has been up for, whatever that is. */
const NOW = Date.now()
const COUNTS = { accounts: 1, domains: 2, files: 3, appeared: 4, untold: 0, unreadable: 0, cut: 0 }

interface Scene {
  readonly root: string
  readonly put: (path: string, text?: string) => void
  readonly status: (minutesSince?: number) => Promise<BackstopStatus | undefined>
  /** What a look left that began so many minutes ago. */
  readonly looked: (minutesAgo: number, state: object) => void
}

async function createScene(t: TestContext): Promise<Scene> {
  const root = await temporaryFolder(t)
  const spool = join(root, 'spool')
  const put = (path: string, text = ''): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  put('etc/userdomains')
  return {
    root,
    put,
    status: (minutes) =>
      backstopStatus(spool, { root, now: NOW, since: minutes === undefined ? undefined : NOW - minutes * MINUTE }),
    looked: (minutes, state) => {
      const look = { version: 1, process: GONE, begunAt: NOW - minutes * MINUTE, unfinished: 0, ...state }
      put(lastLookFile('spool'), JSON.stringify(look))
    },
  }
}

/** A look that began so many minutes ago and succeeded. */
function success(minutes: number): object {
  return { success: { begunAt: NOW - minutes * MINUTE, ...COUNTS } }
}

test('without cPanel, or without a backstop, there is nothing to say', async (t) => {
  const scene = await createScene(t)
  assert.equal(await scene.status(), undefined)
  const other = await temporaryFolder(t)
  assert.equal(await backstopStatus(join(other, 'spool'), { root: other }), undefined)
})

test('before the first look it waits, until the services have run for long', async (t) => {
  const scene = await createScene(t)
  scene.put(join(UNIT, TIMER))
  assert.deepEqual([await scene.status(), await scene.status(5)], [{ state: 'waiting' }, { state: 'waiting' }])
})

test('a timer that is masked is switched off', async (t) => {
  const scene = await createScene(t)
  scene.looked(600, success(600))
  mkdirSync(join(scene.root, MASK), { recursive: true })
  symlinkSync('/dev/null', join(scene.root, MASK, TIMER))
  assert.deepEqual(await scene.status(), { state: 'off' })
})

test('looks that go on, succeed, fail, end without a word or hang are told apart', async (t) => {
  const scene = await createScene(t)
  const running = { process: ownIdentity() }
  for (const [minutes, state, expected, unfinished] of [
    [1, success(1), 'succeeded', undefined],
    [1, { ...success(6), failed: 'Why.' }, 'failed', undefined],
    [1, { ...success(6), ...running }, 'looking', undefined],
    [1, success(6), 'unfinished', 1],
    [1, { ...success(20), unfinished: 2 }, 'unfinished', 3],
    [1, { ...success(20), ...running, unfinished: 2 }, 'unfinished', 2],
    [11, running, 'hangs', undefined],
  ] as const) {
    scene.looked(minutes, state)
    const status = await scene.status()
    assert.deepEqual([status?.state, status?.unfinished], [expected, unfinished], JSON.stringify(state))
  }
})

test(
  'where nobody has looked for long, nothing starts it; after a start of the services that takes a while',
  { skip: uptime() < 3600 && 'the machine was started a moment ago, which is a good reason' },
  async (t) => {
    const scene = await createScene(t)
    scene.put(join(UNIT, TIMER))
    assert.equal((await scene.status(31))?.state, 'absent')
    scene.looked(31, success(31))
    assert.deepEqual([(await scene.status())?.state, (await scene.status(5))?.state], ['absent', 'succeeded'])
  },
)

test('what somebody else wrote in the place of that file says nothing', async (t) => {
  const scene = await createScene(t)
  scene.put('spool-inbox/backstop/.keep')
  for (const text of ['', '{', '[]', '{"version":2}']) {
    scene.put(lastLookFile('spool'), text)
    assert.deepEqual(await scene.status(), { state: 'waiting' }, text)
  }
})
