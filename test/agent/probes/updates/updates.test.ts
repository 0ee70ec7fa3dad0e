import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { updatesIn } from '../../../../agent/probes/updates/updates.ts'
import { runProbe, temporaryPlace } from '../probe-scene.ts'
import { playProgram, sayingProgram } from '../program-scene.ts'

const APT = `Reading package lists...
Inst base-files [12.4+deb12u11] (12.4+deb12u15 Debian:12.15/oldstable [amd64])
Inst libgcrypt20 [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
Inst linux-image-amd64 (6.1.1-1 Ubuntu:24.04/noble-security [amd64])
Conf base-files (12.4+deb12u15 Debian:12.15/oldstable [amd64])
`

const CHECK_UPDATE = `
openssl.x86_64                 1:3.0.7-27.el9_4          baseos
python3-libs.x86_64            3.9.18-3.el9_4.1          baseos
Obsoleting Packages
old-name.noarch                1.0-1                     baseos
`

const SECURITY = 'RHSA-2024:1234 Important/Sec. openssl-1:3.0.7-27.el9_4.x86_64\n'
const CVES = `CVE-2024-0001 Important/Sec. openssl-1:3.0.7-27.el9_4.x86_64
CVE-2024-0002 Important/Sec. openssl-1:3.0.7-27.el9_4.x86_64
CVE-2024-0003 Moderate/Sec.  absent-1.0-1.el9.noarch
`

const NUMBERS = (security: number, other: number) => [
  { name: 'updates_pending', value: security, of: { kind: 'security' } },
  { name: 'updates_pending', value: other, of: { kind: 'other' } },
]

suite('updates', () => {
  test('of apt that are of security are a warning, with their names and versions', async (t) => {
    const root = temporaryPlace(t)
    const result = await runProbe(updatesIn(root, { apt: sayingProgram(t, APT) }), { manager: 'apt' })
    assert.equal(result.verdict, 'warning')
    assert.equal(
      result.text,
      '2 security updates: libgcrypt20 1.10.1-3+deb12u1, linux-image-amd64 6.1.1-1; 1 other update',
    )
    assert.deepEqual(result.gauges, NUMBERS(2, 1))
  })

  test('of dnf are told apart by its advisories, with what they mend', async (t) => {
    const dnf = playProgram(
      t,
      `case "$*" in *check-update) printf %s '${CHECK_UPDATE}'; exit 100;; *cve) printf %s '${CVES}';; *) printf %s '${SECURITY}';; esac`,
    )
    const result = await runProbe(updatesIn(temporaryPlace(t), { dnf }), { manager: 'dnf' })
    const words = 'openssl 1:3.0.7-27.el9_4 (RHSA-2024:1234 Important, CVE-2024-0001, CVE-2024-0002)'
    assert.equal(result.text, `1 security update: ${words}; 1 other update`)
    assert.deepEqual(result.gauges, NUMBERS(1, 1))
    assert.ok(result.steps.includes(`* ${words}`))
  })

  test('of a dnf that knows no CVEs are told without', async (t) => {
    const dnf = playProgram(
      t,
      `case "$*" in *check-update) printf %s '${CHECK_UPDATE}'; exit 100;; *cve) exit 2;; *) printf %s '${SECURITY}';; esac`,
    )
    const { text } = await runProbe(updatesIn(temporaryPlace(t), { dnf }), { manager: 'dnf' })
    assert.match(text, /openssl 1:3\.0\.7-27\.el9_4 \(RHSA-2024:1234 Important\)/)
  })

  test('are cut in the sentence, and shown one by one to who watches', async (t) => {
    const lines = Array.from(
      { length: 500 },
      (_, index) => `Inst package-${index} [1] (2.${index} Debian-Security:12/oldstable-security [amd64])\n`,
    )
    const result = await runProbe(updatesIn(temporaryPlace(t), { apt: sayingProgram(t, lines.join('')) }), {
      manager: 'apt',
    })
    assert.match(result.text, /^500 security updates: package-0 2\.0, package-1 2\.1, .*…$/)
    assert.ok(result.text.length < 240)
    assert.equal(result.steps.filter((step) => /^\* package-\d+ 2\.\d+$/.test(step)).length, 100)
  })

  test('that are none are ok; others are a warning on request', async (t) => {
    const root = temporaryPlace(t)
    const none = await runProbe(updatesIn(root, { dnf: sayingProgram(t, '') }), { manager: 'dnf' })
    assert.deepEqual([none.verdict, none.text], ['ok', 'No updates wait'])
    const apt = sayingProgram(t, 'Inst bash [5.2.15-2+b8] (5.2.15-2+b13 Debian:12.15/oldstable [amd64])\n')
    assert.equal((await runProbe(updatesIn(root, { apt }), { manager: 'apt' })).verdict, 'ok')
    assert.equal((await runProbe(updatesIn(root, { apt }), { manager: 'apt', warning: 'any' })).verdict, 'warning')
  })

  test('are not asked for again before lists or packages have changed', async (t) => {
    const root = temporaryPlace(t)
    const [log, status] = [join(root, 'runs'), join(root, 'var/lib/dpkg/status')]
    const updates = updatesIn(root, { apt: playProgram(t, `echo run >> ${log}`) })
    mkdirSync(dirname(status), { recursive: true })
    writeFileSync(status, 'one')
    for (let times = 0; times < 3; times += 1) await runProbe(updates, { manager: 'apt' })
    assert.equal(readFileSync(log, 'utf8'), 'run\n')
    appendFileSync(status, 'two')
    await runProbe(updates, { manager: 'apt' })
    assert.equal(readFileSync(log, 'utf8'), 'run\nrun\n')
  })

  test('are not known where the manager says nothing of use, or is not there', async (t) => {
    const dnf = sayingProgram(t, '', 1, "Error: Cache-only enabled but no cache for 'baseos'\n")
    const { verdict, text } = await runProbe(updatesIn(temporaryPlace(t), { dnf }), { manager: 'dnf' })
    assert.equal(verdict, 'unknown')
    assert.equal(text, "dnf did not say what is new: Error: Cache-only enabled but no cache for 'baseos'")
    const absent = await runProbe(updatesIn(temporaryPlace(t), { apt: '/nowhere/apt' }), { manager: 'apt' })
    assert.equal(absent.verdict, 'unknown')
  })

  test(
    'of this machine are read from what apt-get says',
    { skip: !existsSync('/usr/bin/apt-get') && 'needs apt' },
    async () => {
      const { verdict, text } = await runProbe(updatesIn('/'), { manager: 'apt' })
      assert.ok(verdict === 'ok' || verdict === 'warning', text)
    },
  )

  test('of cPanel that do not come by themselves are told', async (t) => {
    const root = temporaryPlace(t)
    for (const [path, text] of [
      ['usr/local/cpanel/version', '11.118.0\n'],
      ['etc/cpupdate.conf', 'CPANEL=11.118\nRPMUP=daily\nUPDATES=never\n'],
    ] as const) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    const { verdict, text } = await runProbe(updatesIn(root, { apt: sayingProgram(t, '') }), { manager: 'apt' })
    assert.deepEqual([verdict, text], ['ok', 'cPanel 11.118.0 is updated never and stays at 11.118'])
  })
})
