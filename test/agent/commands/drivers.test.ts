import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { checkAll } from '../../../agent/check/check.ts'
import { drivers } from '../../../agent/commands/drivers.ts'
import { ROLES } from '../../../agent/roles/roles.ts'
import { layDrivers } from '../../support/own-driver-file.ts'
import { type RanCommand, ranCommand } from '../../support/ran-command.ts'

const SHOP = `
path: /nowhere/shop.log
patterns:
  - { pattern: 'shop: (?P<who>\\w+) paid', kind: log_line }
samples:
  - line: 'Nov 28 07:01:02 web1 shop: anna paid'
    says: { kind: log_line, who: anna }
  - line: 'Nov 28 07:01:02 web1 shop: anna left'
    says: nothing
`

interface Scene {
  readonly config: string
  readonly run: (...words: readonly string[]) => Promise<RanCommand>
}

async function scene(t: TestContext, files: Readonly<Record<string, string>>): Promise<Scene> {
  const config = await layDrivers(t, files)
  const folder = dirname(config)
  const text = `logs: [{ driver: sshd, path: ${folder}/auth.log }]\nspool: { path: ${folder}/spool }\nruntime: { path: ${folder}/run }\n`
  await writeFile(config, text, { mode: 0o600 })
  return { config, run: (...words) => ranCommand(drivers, words, { config }) }
}

suite('drivers', () => {
  test('lists each driver, built in, own or off, with what it reads and says', async (t) => {
    const { config } = await scene(t, { 'shop.yml': SHOP, 'old.yml.off': SHOP })
    const { exitCode, output } = await ranCommand(drivers, ['list'], { config, json: true })
    assert.equal(exitCode, 0)
    const listed: Record<string, unknown>[] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const of = (name: string): Record<string, unknown> | undefined => listed.find(({ driver }) => driver === name)
    const none = { lines: 0, ofInterest: 0, unrecognised: 0, events: 0 }
    assert.deepEqual(of('shop'), {
      driver: 'shop',
      origin: 'own',
      state: 'on',
      reads: ['/nowhere/shop.log'],
      says: ['log_line'],
      ...none,
      sends: false,
    })
    assert.deepEqual([of('sshd')?.['state'], of('dovecot')?.['state'], of('old')?.['state']], ['on', 'off', 'off'])
    const shown = await ranCommand(drivers, [], { config })
    assert.match(shown.output, /^shop +own, on[^]*log_line \(log_line stays here\)/m)
  })

  test('says in list, and by its exit code, that a file is wrong', async (t) => {
    const { run } = await scene(t, { 'shop.yml': 'paths: x' })
    const { exitCode, said } = await run('list')
    assert.equal(exitCode, 1)
    assert.match(said, /shop\.yml:1:1: paths: is no option; write path/)
  })

  test('tests samples: each is ok, or what differs is said, and then the exit code is 1', async (t) => {
    const { run, config } = await scene(t, {
      'shop.yml': SHOP,
      'wrong.yml': SHOP.replace('who: anna', 'who: bert, time: never').replace(
        'says: nothing',
        'says: { kind: log_line }',
      ),
    })
    const good = await run('test', 'shop')
    assert.equal(good.exitCode, 0)
    assert.match(good.output, /shop\.yml:6:5: ok\n.*shop\.yml:8:5: ok\nshop: 2 samples, all ok\n$/)
    const all = await run('test')
    assert.equal(all.exitCode, 1)
    assert.match(
      all.output,
      /wrong\.yml:6:5: who is anna, and must be bert; time is \d{4}-11-28T07:01:02Z, and must be never/,
    )
    assert.match(all.output, /wrong\.yml:8:5: says nothing: no pattern fits/)
    assert.match(all.output, /wrong: 2 samples, 2 wrong/)
    const file = await run('test', join(dirname(config), 'drivers.d/shop.yml'))
    assert.equal(file.exitCode, 0)
    await assert.rejects(run('test', 'nobody'), /"nobody" is no own driver that is on; write one of shop, wrong/)
  })

  test('is part of check: a refused file fails it, a wrong sample is a warning', async (t) => {
    const { config } = await scene(t, {
      'bad.yml': 'path: x',
      'shop.yml': SHOP,
      'wrong.yml': SHOP.replace('who: anna', 'who: bert'),
    })
    const { findings } = await checkAll(
      config,
      { roles: ROLES, connects: false },
      undefined,
      new AbortController().signal,
    )
    const texts = findings.map(({ check, state, text }) => `${check} ${state}: ${text}`).join('\n')
    assert.match(
      texts,
      /^configuration failed: This driver is not loaded; the others are: .*bad\.yml:1:7: path: is not an absolute/m,
    )
    assert.match(texts, /^driver ok: .*shop\.yml: 2 samples of driver shop: ok$/m)
    assert.match(texts, /^driver warning: .*wrong\.yml:6:5: the sample does not say what it must/m)
  })

  test('switches an own driver off and on by the name of its file', async (t) => {
    const { run, config } = await scene(t, { 'shop.yml': SHOP })
    const folder = join(dirname(config), 'drivers.d')
    assert.match((await run('disable', 'shop')).output, /^shop is off; type: systemctl reload spoor-agent-collector\n$/)
    assert.deepEqual(readdirSync(folder), ['shop.yml.off'])
    assert.match((await run('enable', 'shop')).output, /^shop is on: /)
    assert.ok(existsSync(join(folder, 'shop.yml')))
    assert.match((await run('enable', 'shop')).output, /^shop is on already/)
    await assert.rejects(run('disable', 'other'), /other is not on/)
    await assert.rejects(run('enable', '../x'), /is no name of a driver/)
    await assert.rejects(run('enable', 'sshd'), /sshd is built in, and on where the configuration has "- driver: sshd"/)
  })
})
