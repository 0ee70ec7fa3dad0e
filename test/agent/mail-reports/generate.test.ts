import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { loadConfig } from '../../../agent/config/load.ts'
import type { MailReportConfig } from '../../../agent/config/mail-reports/mail-report-config.ts'
import { generatedReports } from '../../../agent/mail-reports/generate.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'

/** A root with these files, and folders where a path ends in a slash. */
async function hostWith(t: TestContext, paths: readonly string[]): Promise<string> {
  const root = await temporaryFolder(t)
  for (const path of paths) {
    await mkdir(join(root, path.endsWith('/') ? path : dirname(path)), { recursive: true })
    if (!path.endsWith('/')) await writeFile(join(root, path), '')
  }
  return root
}

async function loaded(t: TestContext, yaml: string): Promise<MailReportConfig> {
  const file = join(await temporaryFolder(t), 'spoor.yml')
  await writeFile(file, yaml, { mode: 0o600 })
  const [report] = (await loadConfig(file)).config.mailReports
  assert.ok(report !== undefined)
  return report
}

const FULL = [
  '/var/log/syslog',
  '/var/log/exim_mainlog',
  '/usr/local/cpanel/logs/login_log',
  '/usr/bin/df',
  '/usr/bin/last',
  '/usr/bin/ss',
  '/usr/sbin/exim',
  '/etc/logcheck/ignore.d.server/',
  '/usr/local/bin/',
]

suite('a generated configuration', () => {
  test('loads, and tells of the logs, folders and rules that are there', async (t) => {
    const root = await hostWith(t, FULL)
    await symlink('usr/bin', join(root, 'bin'))
    const { sections, pace } = await loaded(t, generatedReports(root, 'web1'))
    assert.deepEqual(pace, { hour: 7, minute: 0 })
    assert.deepEqual(
      sections.flatMap((section) =>
        section.type === 'unusual' ? [[section.settings.log, section.settings.rules]] : [],
      ),
      ['/var/log/syslog', '/var/log/exim_mainlog', '/usr/local/cpanel/logs/login_log'].map((log) => [
        log,
        ['/etc/logcheck/ignore.d.server'],
      ]),
    )
    assert.deepEqual(
      sections.flatMap((section) => (section.type === 'files' ? section.settings.trees : [])),
      ['/etc', '/usr/bin', '/usr/sbin', '/usr/local/bin'],
    )
  })

  test('loads on a host that has nothing, and names no rules that are not there', async (t) => {
    const yaml = generatedReports(await hostWith(t, []), 'web1')
    assert.deepEqual(
      (await loaded(t, yaml)).sections.map(({ type }) => type),
      ['statistics'],
    )
    assert.doesNotMatch(yaml, /logcheck|df/)
  })

  test('loads with all that is commented out, too', async (t) => {
    const yaml = generatedReports(await hostWith(t, FULL), 'web1')
    const whole = yaml.replaceAll(
      /^( *)# (?=(?:host|keys|empty|ignore|- command|  (?:- file|  fingerprint|description)):)/gm,
      '$1',
    )
    assert.equal(yaml.split('\n').length, whole.split('\n').length)
    const { sections, host, isSentEmpty, letter } = await loaded(t, whole)
    assert.deepEqual([host, isSentEmpty, letter.mail.host], ['web1.example.com', true, 'mail.example.com'])
    assert.equal(letter.mail.keys?.length, 1)
    assert.deepEqual(
      sections.flatMap((section) => (section.type === 'command' ? [section.settings.exec.join(' ')] : [])),
      ['/usr/bin/df -h', '/usr/bin/last -n 30', '/usr/bin/ss -tulpn', '/usr/sbin/exim -bpc'],
    )
    assert.ok(sections.every((section) => section.type !== 'unusual' || section.settings.ignore.length === 1))
  })

  test('says what to change', async (t) => {
    assert.match(generatedReports(await hostWith(t, []), 'web1'), /^# Mail reports for web1\. Change from and to/)
  })
})
