import assert from 'node:assert/strict'
import { rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, suite, test } from 'node:test'
import { coverText, formatReport, makeReport } from '../../../../agent/spool/reports/report-file.ts'
import { reportName } from '../../../../agent/spool/reports/report-name.ts'
import type { Options } from '../../../../lib/command-line/command.ts'
import { startAgent } from '../../../support/agent-process.ts'
import { type LocalEvents, createLocalEvents, sealedEntry } from '../../../support/local-events.ts'

process.env['TZ'] = 'Europe/Vienna'
process.env['NO_COLOR'] = '1'

const ANNA = { mailbox_address: 'anna@shop.example', ip: '203.0.113.66' }
const PLACE = { log: '/logs/login_log', generation: 'g', offset: 7 }

/** A takeover in three reports; the logs reach the spool in another order than they were written. */
async function takeover(t: TestContext): Promise<LocalEvents> {
  const scene = await createLocalEvents(t)
  const forward = { mailbox_address: 'anna@shop.example', forward_recipient: 'drop@mail.example' }
  await scene.seal(1, [sealedEntry(['login', 'a', '08:02:11'], { ...ANNA, service: 'webmail' }, PLACE)])
  await scene.seal(2, [
    sealedEntry(['forward_added_partial_recipient', 'c', '08:03:41'], forward),
    sealedEntry(['forward_added_partial_ip', 'b', '08:03:40'], ANNA),
  ])
  const gap = sealedEntry(['log_gap', 'e', '09:30:00'], { log: '/logs/access_log', offset: 5, bytes: 7 })
  const bob = sealedEntry(['login', 'd', '09:00:00'], { mailbox_address: 'bob@shop.example', ip: '2001:db8::7' })
  await scene.seal(3, [bob, gap], 'parsed')
  return scene
}

/** The ids that are printed with some options, in order. */
async function idsWith(scene: LocalEvents, options: Options, userDomains?: string): Promise<string> {
  const { lines } = await scene.show({ ...options, json: true }, userDomains === undefined ? {} : { userDomains })
  return lines.map((line) => JSON.parse(line).id).join('')
}

suite('what events --local shows', () => {
  test('all sealed events as a table, by time with the newest last, in local time; counts on standard error', async (t) => {
    const { show } = await takeover(t)
    const { code, lines, stderr } = await show()
    assert.deepEqual(lines, [
      'TIME                 SEVERITY  MAILBOX            ADDRESS       EVENT',
      '2026-11-20 09:02:11  info      anna@shop.example  203.0.113.66  logged in',
      '2026-11-20 09:03:40  low       anna@shop.example  203.0.113.66  added a forward',
      '2026-11-20 09:03:41  low       anna@shop.example  -             added a forward to drop@mail.example',
      '2026-11-20 10:00:00  info      bob@shop.example   2001:db8::7   logged in',
      '2026-11-20 10:30:00  medium    -                  -             gap in /logs/access_log from byte 5, bytes: 7',
    ])
    assert.deepEqual([code, stderr], [0, 'Events: 5, looked at: 5, reports: 3.\n'])
  })

  test('on a terminal lines are as wide as that, in a pipe each event is one line', async (t) => {
    const { show } = await takeover(t)
    const { lines } = await show({}, { columns: 80 })
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    )
    assert.deepEqual(lines.slice(2, 5), [
      '2026-11-20 09:03:40  low       anna@shop.example  203.0.113.66  added a forward',
      '2026-11-20 09:03:41  low       anna@shop.example  -',
      '    added a forward to drop@mail.example',
    ])
    assert.equal((await show()).lines.length, 6)
  })

  test('with --wide everything else that was sealed of an event, and the report that spool show takes', async (t) => {
    const { lines } = await (await takeover(t)).show({ wide: true, last: '5' })
    assert.match(
      lines[1] ?? '',
      / logged in {2}id=a {2}report=report\.0{11}1\.json {2}type=login {2}context=mailbox {2}service=webmail {2}log=\/logs\/login_log {2}offset=7$/,
    )
    assert.equal(lines.length, 6)
  })

  test('with --by grouped, those with the most events first', async (t) => {
    const { lines } = await (await takeover(t)).show({ by: 'mailbox' })
    assert.deepEqual(
      lines.filter((line) => !line.startsWith(' ')),
      [
        'anna@shop.example  events: 3, addresses: 1',
        '-  events: 1, addresses: 0',
        'bob@shop.example  events: 1, addresses: 1',
      ],
    )
  })

  test('with --json one object for each event as it was sealed, with its severity and its report', async (t) => {
    const { show } = await takeover(t)
    const [first = ''] = (await show({ json: true })).lines
    const entry = sealedEntry(['login', 'a', '08:02:11'], { ...ANNA, service: 'webmail' }, PLACE)
    assert.deepEqual(JSON.parse(first), { ...entry, report: reportName(1) })
  })

  test('with --json entries of a kind have their keys in one order, whatever a report leaves out', async (t) => {
    const { seal, show } = await createLocalEvents(t)
    const { log: _log, generation: _generation, ...short } = sealedEntry(['login', 'b', '08:00:01'], ANNA, PLACE)
    await seal(1, [sealedEntry(['login', 'a', '08:00:00'], ANNA, PLACE), { ...short, offset: 9 }])
    const [one = '', other = ''] = (await show({ json: true })).lines
    assert.deepEqual(Object.keys(JSON.parse(other)), Object.keys(JSON.parse(one)))
    const { log, generation, offset } = JSON.parse(other)
    assert.deepEqual({ log, generation, offset }, { ...PLACE, offset: 9 })
  })

  test("with --csv the columns of the API's list, and severity and event after them", async (t) => {
    const { lines } = await (await takeover(t)).show({ csv: true, last: '2' })
    assert.deepEqual(lines, [
      'id,"event time",host,"event type","mailbox address",ip,severity,event',
      'd,"2026-11-20 09:00:00 +0000",h.example.net,login,bob@shop.example,2001:db8::7,info,"logged in"',
      'e,"2026-11-20 09:30:00 +0000",h.example.net,log_gap,,,medium,"gap in /logs/access_log from byte 5, bytes: 7"',
    ])
  })

  test('nothing that a stranger wrote controls a terminal or forges a line', async (t) => {
    const { seal, show } = await createLocalEvents(t)
    const evil = 'x\u001b[2J\u0007\u009b31m\u202e\n2026-11-20 forged'
    await seal(1, [sealedEntry(['login_failed', 'a', '08:00:00'], { mailbox_address: evil, ip: null })])
    for (const options of [{}, { wide: true }, { by: 'mailbox' }, { csv: true }, { json: true }]) {
      const { lines } = await show(options)
      assert.equal(lines.length, 'json' in options ? 1 : 2)
      for (const line of lines) assert.match(line, /^[ -~]+$/)
    }
  })

  test('an empty spool has no events, and one that does not exist says when it will', async (t) => {
    const { show, folders } = await createLocalEvents(t)
    assert.deepEqual(await show(), { code: 0, lines: [], stderr: 'Events: 0, looked at: 0, reports: 0.\n' })
    await rm(folders.root, { recursive: true })
    await assert.rejects(show(), { exitCode: 1, message: /the agent creates it at its first start\.$/ })
  })
})

suite('which events are shown', () => {
  test('those that fit all options: mailbox, address or network, kinds, severity, period', async (t) => {
    const scene = await takeover(t)
    for (const [options, ids] of [
      [{}, 'acbde'],
      [{ mailbox: 'ANNA@shop.example' }, 'acb'],
      [{ mailbox: '*@shop.example' }, 'acbd'],
      [{ ip: '203.0.113.66' }, 'ab'],
      [{ ip: '203.0.113.0/24' }, 'ab'],
      [{ ip: '2001:db8::/64' }, 'd'],
      [{ ip: '2001:0DB8:0:0::7' }, 'd'],
      [{ kind: 'login' }, 'ad'],
      [{ kind: 'log_gap, forward_*' }, 'cbe'],
      [{ severity: 'low' }, 'cbe'],
      [{ severity: 'medium' }, 'e'],
      [{ severity: 'critical' }, ''],
      [{ since: '2026-11-20T10:00' }, 'de'],
      [{ until: '2026-11-20T09:03:41' }, 'ab'],
      [{ since: '2026-11-20', until: '2026-11-20' }, 'acbde'],
      [{ mailbox: 'anna@*', ip: '203.0.113.66', kind: 'forward_*', severity: 'low', since: '2026-11-20' }, 'b'],
    ] as const) {
      assert.equal(await idsWith(scene, options), ids, JSON.stringify(options))
    }
  })

  test('with --last the newest by time, in the order of time', async (t) => {
    const scene = await takeover(t)
    assert.equal(await idsWith(scene, { last: '3' }), 'cde')
    assert.equal(await idsWith(scene, { last: '4' }), 'bcde')
    assert.equal(await idsWith(scene, { last: '1', mailbox: 'anna@*' }), 'c')
    assert.equal((await scene.show({ last: '1' })).lines.length, 2)
  })

  test("of an account, with the mailboxes at its domains by cPanel's list", async (t) => {
    const scene = await takeover(t)
    const { folders, seal, show } = scene
    const userDomains = join(folders.root, '..', 'userdomains')
    await writeFile(userDomains, '*: nobody\nshop.example: shop\nother.example: shop2\n')
    await seal(4, [
      sealedEntry(['login', 'f', '10:00:00'], { mailbox_address: 'shop', context: 'domain' }),
      sealedEntry(['login', 'g', '10:00:01'], { mailbox_address: 'anna@other.example' }),
      sealedEntry(['login_impersonated', 'h', '10:00:02'], { mailbox_address: 'eve@other.example', actor: 'shop' }),
      ...(['anna@shop.example', 'eve@other.example'] as const).map((named_user, index) =>
        sealedEntry(['mailbox_password_changed', 'ij'.charAt(index), '10:00:03'], {
          mailbox_address: 'root',
          named_user,
        }),
      ),
    ])
    assert.equal(await idsWith(scene, { account: 'shop' }, userDomains), 'acbdfhi')
    const { lines, stderr } = await show({ account: 'shop', json: true })
    assert.equal(lines.length, 2)
    assert.match(stderr, /^\/nowhere cannot be read \(ENOENT\): mailboxes at the domains of shop are left out; ask/)
  })

  test('what cannot be meant is refused in one sentence', async (t) => {
    const { show } = await createLocalEvents(t)
    for (const [options, message] of [
      [{ ip: '192.0.2.300' }, /^--ip 192\.0\.2\.300: this is no address and no network; write 192\.0\.2\.1, /],
      [{ ip: '192.0.2.0/33' }, /^--ip 192\.0\.2\.0\/33: /],
      [{ kind: 'login,logn_failed' }, /^--kind logn_failed: .*did you mean login_failed\?$/],
      [{ kind: '' }, /^--kind : there is no such kind of event; docs\/events\.md has them all$/],
      [{ kind: 'forward' }, /^--kind forward: .*did you mean \*forward\*\?$/],
      [{ last: '0' }, /^--last 0: write a number from 1 to 100000$/],
      [{ last: '1e9' }, /^--last 1e9: /],
      [{ since: 'never\u001b' }, /^--since never\?: this is not a time/],
      [{ since: '2026-11-02', until: '2026-11-01' }, /there is no time between them/],
      [{ json: true, csv: true }, /write only one of --json and --csv, and neither with --by or --wide/],
      [{ json: true, wide: true }, /write only one/],
      [{ csv: true, by: 'ip' }, /write only one/],
    ] as const) {
      await assert.rejects(show(options), { exitCode: 2, message })
    }
  })
})

suite('what became of reports', () => {
  test('damaged ones are named and passed over, many of them counted; the exit code says that some are missing', async (t) => {
    const { folders, show, seal } = await takeover(t)
    await writeFile(join(folders.sealed, reportName(2)), '{"version":2', { mode: 0o600 })
    const { code, lines, stderr } = await show({ json: true })
    assert.deepEqual([code, lines.map((line) => JSON.parse(line).id).join('')], [1, 'ade'])
    assert.match(stderr, /sealed\/report\.0{11}2\.json: it is no report of this version: .*; it is passed over\.\n/)
    for (let number = 4; number < 20; number += 1) {
      await seal(number, [sealedEntry(['login', `x${number}`, '11:00:00'])])
      await writeFile(join(folders.sealed, reportName(number)), '{}', { mode: 0o600 })
    }
    const many = (await show()).stderr.split('\n')
    assert.equal(many.filter((line) => line.endsWith('it is passed over.')).length, 10)
    assert.equal(many.at(-3), 'Further damaged reports: 7; see: spoor-agent spool verify')
  })

  test('dropped ones are told, refused ones shown, and those whose only name is one of the API too', async (t) => {
    const { folders, show, seal } = await takeover(t)
    const dropped = makeReport({ entries: [sealedEntry(['login', 'x', '07:00:00'])], steps: [] })
    await writeFile(join(folders.dropped, reportName(4)), coverText(formatReport(dropped)), { mode: 0o600 })
    await seal(5, [sealedEntry(['login', 'f', '11:00:00'])], 'failed')
    await rm(join(folders.sealed, reportName(1)))
    const legacy = { event: 'login', log_time: 1_537_372_950, context: 'mailbox', credential: 'info@example.com' }
    await writeFile(join(folders.transmitted, 'login.1537372951.7.json'), JSON.stringify(legacy), { mode: 0o600 })
    const { code, lines, stderr } = await show({ json: true })
    assert.deepEqual(
      [
        code,
        lines
          .map((line) => JSON.parse(line).id.slice(0, 1))
          .slice(1)
          .join(''),
      ],
      [0, 'acbdef'],
    )
    const { mailbox_address: mailbox, severity, report } = JSON.parse(lines[0] ?? '')
    assert.deepEqual([mailbox, severity, report], ['info@example.com', 'info', 'login.1537372951.7.json'])
    assert.ok(
      stderr.startsWith(
        `Reports that somebody dropped, with their events: 1; ${join(folders.root, 'changes.log')} tells which.\n`,
      ),
    )
  })

  test('refused parts of a report are shown once: with it, or alone when it is gone', async (t) => {
    const scene = await createLocalEvents(t)
    const { folders, seal } = scene
    const entries = ['a', 'b', 'c'].map((id) => sealedEntry(['login', id, '08:00:00']))
    await seal(1, entries)
    const part = formatReport(makeReport({ entries: entries.slice(1, 2), steps: [] }))
    await writeFile(join(folders.failed, 'report.000000000001.part-2.json'), part, { mode: 0o600 })
    assert.equal(await idsWith(scene, {}), 'abc')
    for (const folder of [folders.sealed, folders.transmitted]) await rm(join(folder, reportName(1)))
    assert.equal(await idsWith(scene, {}), 'b')
  })

  test('a report sealed more than a day before --since is not read: none of its events can be later', async (t) => {
    const { folders, show } = await takeover(t)
    const old = Date.parse('2026-11-18T00:00:00Z') / 1000
    await writeFile(join(folders.sealed, reportName(1)), '{}', { mode: 0o600 })
    await utimes(join(folders.sealed, reportName(1)), old, old)
    const { code, lines } = await show({ since: '2026-11-20', json: true })
    assert.deepEqual([code, lines.length], [0, 4])
    assert.equal((await show()).code, 1)
  })
})

test('the command ends quietly when its reader does, and works beside what else is in a pipe', async (t) => {
  const { config, seal } = await createLocalEvents(t)
  for (let number = 1; number <= 300; number += 1) {
    const entries = Array.from({ length: 20 }, (_, index) => sealedEntry(['login', `${number}.${index}`, '08:00:00']))
    await seal(number, entries)
  }
  const under = ['bash', '-o', 'pipefail', '-c', '"$@" | head -n 2', 'bash']
  for (const form of ['--json', '--csv', '--wide']) {
    const { code, stdout } = await startAgent(['events', '--local', form, '--config', config], { under }).exited
    assert.deepEqual([code, stdout.split('\n').length], [0, 3])
  }
})
