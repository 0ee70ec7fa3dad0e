import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { diskIn } from '../../../../agent/probes/disk/disk.ts'
import { isBehind, masksIn } from '../../../../agent/probes/disk/masks.ts'
import { mountedIn } from '../../../../agent/probes/disk/mounted.ts'
import { surveyedDisks } from '../../../../agent/probes/disk/told-disks.ts'
import { tellSurvey } from '../../../../agent/probes/survey/survey-file.ts'
import { runProbe, settingsFault, temporaryPlace } from '../probe-scene.ts'
import { surveyPlaces } from '../survey/survey-scene.ts'

const TABLE = `22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / ro,relatime shared:1 - ext4 /dev/vda1 rw,discard
28 27 254:1 / /home rw master:2 propagate_from:1 - xfs /dev/vdb rw
29 27 254:1 /x /srv/bind rw - xfs /dev/vdb rw
30 27 0:40 / /mnt/a\\040b rw - nfs4 192.0.2.1:/export rw
31 27 7:0 / /snap ro - squashfs /dev/loop0 ro
32 27 0:50 / /net rw - autofs auto rw
33 27 0:22 / /run rw - tmpfs tmpfs rw
broken line
`

/** A host with this table of mounts. */
function hostWith(t: TestContext, table = TABLE): string {
  const root = temporaryPlace(t)
  mkdirSync(join(root, 'proc/self'), { recursive: true })
  writeFileSync(join(root, 'proc/self/mountinfo'), table)
  return root
}

/** File systems that are so full, of bytes and of inodes, in percent. */
function full(shares: Readonly<Record<string, readonly [number, number]>>) {
  return async (path: string) => {
    const [bytes, inodes] = shares[path] ?? [1, 0]
    return { blocks: 1100, bfree: 1100 - 10 * bytes, bavail: 1000 - 10 * bytes, files: 1000, ffree: 1000 - 10 * inodes }
  }
}

suite('the table of mounts', () => {
  test('has each disk once, without those that cannot fill up', () => {
    assert.deepEqual(
      mountedIn(TABLE).map(({ path, isRemote }) => [path, isRemote]),
      [
        ['/', false],
        ['/run', false],
        ['/home', false],
        ['/mnt/a b', true],
      ],
    )
  })
})

suite('disks', () => {
  test('are as full as df says', async () => {
    const { verdict, gauges, text } = await runProbe(diskIn('/'), { mounts: '/', warning: '99.9%', critical: '100%' })
    assert.equal(verdict, 'ok', text)
    const told = Number(/(\d+)%/.exec(execFileSync('df', ['--output=pcent', '/'], { encoding: 'utf8' }))?.[1])
    const used = gauges?.find(({ name }) => name === 'used_ratio')
    assert.deepEqual(used?.of, { mount: '/' })
    // df rounds up, and the disk may be written to meanwhile.
    assert.ok(Math.abs(told - used.value * 100) <= 1.5, `${told} ${used.value}`)
  })

  test('are a warning, and have failed, from thresholds on: those of cPanel where it is', async (t) => {
    const root = hostWith(t)
    const disk = diskIn(root, full({ '/': [85, 0], '/home': [30, 95] }))
    const { verdict, text, gauges } = await runProbe(disk, {})
    assert.equal(verdict, 'failed')
    assert.equal(text, '/home is 95 % full of inodes, / is 85 % full')
    assert.deepEqual(
      gauges?.filter(({ of }) => of?.['mount'] === '/home').map(({ name, value }) => [name, Number(value.toFixed(3))]),
      [
        ['used_ratio', 0.3],
        ['inodes_used_ratio', 0.95],
      ],
    )
    mkdirSync(join(root, 'var/cpanel'), { recursive: true })
    const config = 'x=1\nsystem_diskusage_warn_percent=96.5000\nsystem_diskusage_critical_percent=98\n'
    writeFileSync(join(root, 'var/cpanel/cpanel.config'), config)
    const fresh = diskIn(root, full({ '/home': [97, 0] }))
    assert.equal((await runProbe(fresh, {})).verdict, 'warning')
    assert.equal((await runProbe(fresh, { warning: '99%' })).verdict, 'ok')
  })

  test('that were nearly full are so until they are two points below', async (t) => {
    const shares: Record<string, readonly [number, number]> = { '/': [83, 0] }
    const disk = diskIn(hostWith(t), full(shares))
    const verdicts: string[] = []
    for (const share of [83, 82, 81, 80, 82]) {
      shares['/'] = [share, 0]
      verdicts.push((await runProbe(disk, {})).verdict)
    }
    assert.deepEqual(verdicts, ['warning', 'warning', 'warning', 'ok', 'ok'])
  })

  test('of other machines are looked at on request, and asked no more while one of them is silent', async (t) => {
    const asked: string[] = []
    const hung = Promise.withResolvers<never>()
    const disk = diskIn(hostWith(t), async (path) => {
      asked.push(path)
      return path.startsWith('/mnt') ? hung.promise : full({})(path)
    })
    assert.equal((await runProbe(disk, {})).verdict, 'ok')
    assert.deepEqual(asked, ['/', '/run', '/home'])
    for (let runs = 0; runs < 2; runs += 1) {
      const { verdict, text } = await runProbe(disk, { network: 'true' }, new Promise(setImmediate))
      assert.deepEqual([verdict, text], ['failed', '/mnt/a b does not answer'])
    }
    assert.equal(asked.filter((path) => path.startsWith('/mnt')).length, 1)
  })

  test('that are not there are not known, and so is a host without the table', async (t) => {
    const disk = diskIn(hostWith(t), () => Promise.reject(new Error('ENOENT')))
    assert.deepEqual((await runProbe(disk, { mounts: '/gone' })).text, '/gone cannot be looked at')
    assert.equal((await runProbe(diskIn(temporaryPlace(t)), {})).verdict, 'unknown')
  })
})

test('settings that cannot be meant are refused in a sentence', () => {
  for (const [written, sentence] of [
    [{ mounts: 'home' }, 'is not an absolute path'],
    [{ warning: '80' }, 'is not a share, such as 90% or 92.55%'],
    [{ warning: '95%', critical: '90%' }, 'has a warning above critical'],
  ] as const)
    assert.equal(settingsFault(diskIn('/'), written), sentence)
})

/** The table of a unit from which `/backup` and `/var/log` are hidden, as systemd makes it, and that of the host. */
const [MASKED, WHOLE] = [
  `27 1 254:0 / / rw - ext4 /dev/vda1 rw
33 27 0:22 / /run rw - tmpfs tmpfs rw
41 27 0:22 /systemd/inaccessible/dir /backup ro,nosuid - tmpfs tmpfs rw
42 27 0:23 /host/inaccessible/dir /var/log ro,nosuid - tmpfs tmpfs rw
`,
  `27 1 254:0 / / rw - ext4 /dev/vda1 rw
28 27 254:1 / /backup rw - xfs /dev/vdb rw
29 27 254:2 / /var/log/audit rw - ext4 /dev/vdc rw
30 27 0:40 / /backup/far rw - nfs4 192.0.2.1:/export rw
`,
]

suite('disks that are hidden from the watcher', () => {
  test('are behind what systemd mounts over them', () => {
    const masks = masksIn(MASKED)
    assert.deepEqual(masks, ['/backup', '/var/log'])
    assert.deepEqual(
      ['/backup', '/backup/far', '/var/log/audit', '/backups', '/var'].map((path) => isBehind(masks, path)),
      [true, true, true, false, false],
    )
    assert.deepEqual(masksIn(WHOLE), [])
  })

  test('are as full as root tells, and no mask is measured in their place', async (t) => {
    const places = surveyPlaces(t)
    const signal = new AbortController().signal
    const ask = full({ '/': [10, 0], '/backup': [96, 0], '/var/log/audit': [1, 85] })
    const finding = await surveyedDisks(hostWith(t, WHOLE), { signal }, ask)
    await tellSurvey(places, 'disk', { finding, taken: Date.now() })
    const disk = diskIn(hostWith(t, MASKED), full({ '/backup': [0, 0] }), () => places)
    const { verdict, text } = await runProbe(disk, {})
    assert.deepEqual([verdict, text], ['failed', '/backup is 96 % full, /var/log/audit is 85 % full of inodes'])
    assert.equal((await runProbe(disk, { exclude: '/backup' })).text, '/var/log/audit is 85 % full of inodes')
    assert.equal((await runProbe(disk, { mounts: '/backup' })).text, '/backup is 96 % full')
    assert.equal((await runProbe(disk, { mounts: '/var/log' })).text, '/var/log cannot be looked at')
    assert.equal((await runProbe(disk, { mounts: '/' })).text, '/ is 1 % full')
  })

  test('that do not answer root have failed', async (t) => {
    const places = surveyPlaces(t)
    await tellSurvey(places, 'disk', { finding: [{ path: '/backup' }], taken: Date.now() })
    const disk = diskIn(hostWith(t, MASKED), full({}), () => places)
    assert.equal((await runProbe(disk, {})).text, '/backup does not answer')
  })

  test('are not known where root tells nothing, which hides no other disk', async (t) => {
    const places = surveyPlaces(t)
    await tellSurvey(places, 'disk', { fault: 'no luck', taken: Date.now() })
    const masked = hostWith(t, MASKED)
    const none = await runProbe(
      diskIn(masked, full({}), () => places),
      {},
    )
    assert.deepEqual([none.verdict, none.text], ['unknown', 'hidden disks are not known: no luck'])
    assert.equal(
      (
        await runProbe(
          diskIn(masked, full({ '/': [99, 0] }), () => places),
          {},
        )
      ).verdict,
      'failed',
    )
    const alone = diskIn(masked, full({}), () => undefined)
    assert.equal((await runProbe(alone, {})).verdict, 'ok')
    assert.equal((await runProbe(alone, { mounts: '/backup' })).text, '/backup cannot be looked at')
  })
})
