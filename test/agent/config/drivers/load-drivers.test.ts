import assert from 'node:assert/strict'
import { chmod } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { loadDrivers } from '../../../../agent/config/drivers/load-drivers.ts'
import { layDrivers } from '../../../support/own-driver-file.ts'
import { temporaryFolder } from '../../../support/spool-scene.ts'

const GOOD = "path: /var/log/shop.log\npatterns:\n  - { pattern: 'shop: paid', kind: log_line }\n"

/** What is said of a driver that is wrong, without the folder. */
async function faultsOf(t: TestContext, text: string, name = 'shop.yml'): Promise<string> {
  const config = await layDrivers(t, { [name]: text })
  const { drivers, notices } = await loadDrivers(config)
  assert.deepEqual(drivers, [])
  return notices.map((notice) => notice.text.replaceAll(`${dirname(config)}/drivers.d/`, '')).join('\n')
}

function written(pattern: string): string {
  return `path: /var/log/shop.log\npatterns:\n  - ${pattern}\n`
}

suite('own drivers', () => {
  test('are read from drivers.d beside the configuration, and none where there is no such folder', async (t) => {
    const config = await layDrivers(t, { 'shop.yml': GOOD, 'other.yml.off': 'x', 'third.yaml': GOOD })
    const { drivers, notices } = await loadDrivers(config)
    assert.deepEqual(
      drivers.map(({ name, followers }) => [
        name,
        followers.map(({ source, path, optional }) => ({ source, path, optional })),
      ]),
      [['shop', [{ source: 'shop', path: '/var/log/shop.log', optional: false }]]],
    )
    assert.deepEqual(
      notices.map(({ code }) => code),
      ['config_passed_over'],
    )
    assert.deepEqual(await loadDrivers(join(await temporaryFolder(t), 'spoor.yml')), { drivers: [], notices: [] })
  })

  test('are refused one by one: the others are read', async (t) => {
    const config = await layDrivers(t, {
      'bad.yml': 'path: [',
      'shop.yml': GOOD,
      'sshd.yml': GOOD,
      'Not_a_name.yml': GOOD,
    })
    const { drivers, notices } = await loadDrivers(config)
    assert.deepEqual(
      drivers.map(({ name }) => name),
      ['shop'],
    )
    assert.deepEqual(
      notices.map(({ code, severity }) => `${code} ${severity}`),
      ['driver_refused error', 'driver_refused error', 'driver_refused error'],
    )
    assert.match(
      notices.map(({ text }) => text).join('\n'),
      /sshd\.yml: has the name of what the agent brings; name it/,
    )
  })

  test('are read only if nobody but root or their reader can write them; others may read them', async (t) => {
    const config = await layDrivers(t, { 'shop.yml': GOOD })
    const file = join(dirname(config), 'drivers.d/shop.yml')
    await chmod(file, 0o644)
    assert.equal((await loadDrivers(config)).drivers.length, 1)
    await chmod(file, 0o666)
    const [notice] = (await loadDrivers(config)).notices
    assert.match(
      notice?.text ?? '',
      /shop\.yml: has mode 666, so that others than its owner could .*write it; type: chmod/,
    )
    await chmod(file, 0o644)
    await chmod(dirname(file), 0o777)
    const refused = await loadDrivers(config)
    assert.deepEqual(refused.drivers, [])
    assert.match(refused.notices[0]?.text ?? '', /drivers\.d: has mode 777/)
  })

  test('are at most 32', async (t) => {
    const files = Object.fromEntries(Array.from({ length: 33 }, (_, number) => [`shop${number}.yml`, GOOD]))
    const { drivers, notices } = await loadDrivers(await layDrivers(t, files))
    assert.equal(drivers.length, 32)
    assert.match(notices[0]?.text ?? '', /is one more than 32/)
  })
})

suite('what is wrong with a driver is said with its line and what to do', () => {
  test('a pattern that is none, or takes more than linear time', async (t) => {
    assert.match(
      await faultsOf(t, written("{ pattern: '(?=a)b', kind: log_line }")),
      /shop\.yml:3:16: patterns\.0\.pattern: looks around, \(\?=, .*; write what stands there/,
    )
    assert.match(
      await faultsOf(t, written("{ pattern: 'a(', kind: log_line }")),
      /is no regular expression that RE2 knows/,
    )
    assert.match(await faultsOf(t, written("{ pattern: 'a*', kind: log_line }")), /fits any line, even an empty one/)
  })

  test('a kind, context, service, group or field that does not exist or does not go together', async (t) => {
    const faults: readonly (readonly [string, RegExp])[] = [
      ["{ pattern: 'abc', kind: mailbox_takeover }", /kind: is no kind that a log can say; write log_line/],
      ["{ pattern: 'abc', kind: login, fields: { mailbox_address: a } }", /context: is missing; write one of mailbox/],
      ["{ pattern: 'abc', kind: login, context: mailbox }", /pattern: has no mailbox_address, which each login has/],
      ["{ pattern: 'a(?P<ipp>b)', kind: login, context: mailbox }", /names ipp, which is no field of login; write ip/],
      ["{ pattern: 'abc', kind: log_line, service: ftp }", /service: does not go with log_line/],
      ["{ pattern: 'abc', kind: log_line, fields: { a: b } }", /fields: goes with a kind of the catalogue/],
      ["{ pattern: 'abc(?P<A>.)', kind: log_line }", /names a group A; write a letter and up to 31 of/],
      ["{ pattern: 'abc', kind: log_line, time: sundial }", /time: is no form of a time; write one of syslog, iso/],
      [
        `{ pattern: '${Array.from({ length: 17 }, (_, n) => `(?P<a${n}>b)`).join('')}', kind: log_line }`,
        /more than 16/,
      ],
    ]
    for (const [pattern, fault] of faults) assert.match(await faultsOf(t, written(pattern)), fault, pattern)
  })

  test('no patterns, too many, or lines that would leave the host unasked', async (t) => {
    assert.match(await faultsOf(t, 'path: /var/log/x\n'), /has no patterns; write patterns:, or lines: all/)
    assert.match(await faultsOf(t, 'path: /var/log/x\nlines: all\n'), /shop\.yml:2:8: lines: .*write send: true too/)
    assert.match(await faultsOf(t, `${GOOD}lines: all\nsend: true\n`), /stands beside patterns/)
    const many = Array.from({ length: 65 }, (_, n) => `  - { pattern: 'paid ${n}', kind: log_line }\n`).join('')
    assert.match(await faultsOf(t, `path: /var/log/x\npatterns:\n${many}`), /more than 64 expressions; write several/)
    assert.match(
      await faultsOf(t, GOOD.replace('/var/log/shop.log', "[/var/log/a*, '/var/log/*b']")),
      /overlaps with another path/,
    )
  })

  test('a sample that is none', async (t) => {
    assert.match(
      await faultsOf(t, `${GOOD}samples: [{ line: 'x', says: [1] }]`),
      /says: is neither nothing nor a section/,
    )
  })
})
