// What an account can do to the reader of its files.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { stepOf } from '../../../lib/rules/takeover-step.ts'
import { ACCOUNT_UID, createBackstopHost } from '../../support/backstop-host.ts'

const BOX = 'home/shop/etc/example.com/info'
const FILTER = `${BOX}/filter`
const UNKNOWN = 'filter_found mailbox info@example.com'

test('what is no regular file, or too large, is a filter that may do anything, and is told once', async (t) => {
  const lay: Readonly<Record<string, (path: string) => unknown>> = {
    link: (path) => symlinkSync('/etc/passwd', path),
    'a link to itself': (path) => symlinkSync('filter', path),
    'a link into /proc': (path) => symlinkSync('/proc/self/environ', path),
    'a device behind a link': (path) => symlinkSync('/dev/zero', path),
    FIFO: (path) => execFileSync('mkfifo', [path]),
    folder: (path) => mkdirSync(path),
    '200 GB of nothing': (path) => {
      writeFileSync(path, '')
      truncateSync(path, 200e9)
    },
  }
  for (const [what, make] of Object.entries(lay)) {
    const host = await createBackstopHost(t)
    host.put(`${BOX}/.keep`, '')
    await host.look()
    make(host.path(FILTER))
    host.own(FILTER)
    assert.deepEqual(await host.appeared(), [UNKNOWN], what)
    assert.deepEqual(await host.appeared(), [], what)
    rmSync(host.path(FILTER), { recursive: true })
    host.put(FILTER, 'fail')
    assert.deepEqual(await host.appeared(), ['filter_found mailbox info@example.com discard all'], what)
  }
})

test('a filter of which nobody can tell what it does may be a step of a takeover; an answer to mail is none', async (t) => {
  const host = await createBackstopHost(t)
  host.put(`${BOX}/.keep`, '')
  await host.look()
  const steps = async (): Promise<unknown> => (await host.look()).events.map(stepOf)
  symlinkSync('/etc/passwd', host.path(FILTER))
  assert.deepEqual(await steps(), ['filter'])
  rmSync(host.path(FILTER))
  host.put(FILTER, 'if $h_subject: contains "lunch" then mail text "No." endif')
  assert.deepEqual(await steps(), [undefined])
})

test('a socket in the place of a filter is one, too', async (t) => {
  const host = await createBackstopHost(t)
  host.put(`${BOX}/.keep`, '')
  await host.look()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(host.path(FILTER), resolve))
  assert.deepEqual(await host.appeared(), [UNKNOWN])
  await new Promise((resolve) => server.close(resolve))
})

test('no link on the way is followed; one that appears is told once, as it leads to filters', async (t) => {
  const host = await createBackstopHost(t)
  const ways: Readonly<Record<string, string>> = {
    etc: 'domain shop',
    'etc/example.com': 'domain shop',
    'etc/example.com/info': 'mailbox info@example.com',
    mail: 'domain shop',
    'mail/example.com': 'domain shop',
    'mail/example.com/info': 'mailbox info@example.com',
    'mail/example.com/anna/sieve': 'mailbox anna@example.com',
    sieve: 'domain shop',
  }
  for (const way of Object.keys(ways)) {
    host.put(`home/club/real/${way}/example.com/info/filter`, 'fail')
    host.put(`home/club/real/${way}/info/filter`, 'fail')
    host.put(`home/club/real/${way}/filter`, 'fail')
    host.put(`home/club/real/${way}/sieve/a.sieve`, 'discard;')
    host.put(`home/club/real/${way}/a.sieve`, 'discard;')
  }
  await host.look()
  for (const [way, whose] of Object.entries(ways)) {
    const path = host.path(`home/shop/${way}`)
    host.put(`home/shop/${way}.beside`, '')
    await host.look()
    symlinkSync(host.path(`home/club/real/${way}`), path)
    host.own(`home/shop/${way}`)
    assert.deepEqual([await host.appeared(), await host.appeared()], [[`filter_found ${whose}`], []], way)
    rmSync(path)
  }
})

test('a home that an administrator moved elsewhere and left a link to is looked at', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  renameSync(host.path('home/shop'), host.path('home/moved'))
  symlinkSync(host.path('home/moved'), host.path('home/shop'))
  host.put('home/moved/etc/example.com/info/filter', 'fail')
  assert.deepEqual(await host.appeared(), ['filter_found mailbox info@example.com discard all'])
})

test('a folder that was closed at one look is seen at the next after it was opened', async (t) => {
  const host = await createBackstopHost(t)
  host.put(`${BOX}/.keep`, '')
  await host.look()
  chmodSync(host.path(BOX), 0)
  writeFileSync(host.path(FILTER), 'fail')
  host.own(FILTER)
  await host.look()
  await host.look()
  chmodSync(host.path(BOX), 0o700)
  assert.deepEqual(await host.appeared(), ['filter_found mailbox info@example.com discard all'])
})

test('the link by which Dovecot runs a script of the same mailbox is none; any other is a filter', async (t) => {
  const host = await createBackstopHost(t)
  const home = 'home/shop/mail/example.com/info'
  host.put(`${home}/sieve/a.sieve`, 'keep;')
  await host.look()
  for (const [target, appeared] of [
    ['sieve/a.sieve', []],
    ['./sieve/a.sieve', []],
    ['../anna/a.sieve', [UNKNOWN]],
    ['sieve/../../x', [UNKNOWN]],
    ['/tmp/a.sieve', [UNKNOWN]],
    // Scripts that are not looked at: of another name, or of one that is no text.
    ['sieve/a', [UNKNOWN]],
    [Buffer.from('sieve/\xFF.sieve', 'latin1'), [UNKNOWN]],
  ] as const) {
    rmSync(host.path(`${home}/.dovecot.sieve`), { force: true })
    await host.look()
    symlinkSync(target, host.path(`${home}/.dovecot.sieve`))
    assert.deepEqual(await host.appeared(), appeared, String(target))
  }
})

test(
  'files that the account may not read itself are not read for it',
  { skip: process.geteuid?.() !== 0 && 'needs root, whom no mode stops' },
  async (t) => {
    const host = await createBackstopHost(t)
    host.put(`${BOX}/.keep`, '')
    await host.look()
    mkdirSync(host.path('home/shop/etc/example.com/other'), { mode: 0o700 })
    writeFileSync(host.path('home/shop/etc/example.com/other/filter'), 'fail')
    writeFileSync(host.path(FILTER), 'fail', { mode: 0o600 })
    assert.deepEqual(await host.appeared(), [])
    assert.deepEqual([process.geteuid?.(), process.getegid?.()], [0, 0])
    assert.notEqual(ACCOUNT_UID, 0)
  },
)

test('a folder that its owner closes keeps nobody from seeing the rest', async (t) => {
  const host = await createBackstopHost(t)
  host.put(`${BOX}/.keep`, '')
  host.put('home/shop/etc/example.com/closed/filter', 'fail')
  await host.look()
  chmodSync(host.path('home/shop/etc/example.com/closed'), 0)
  host.put(FILTER, 'fail')
  host.put('home/club/etc/example.org/info/filter', 'fail')
  const appeared = (await host.appeared()).toSorted()
  chmodSync(host.path('home/shop/etc/example.com/closed'), 0o700)
  assert.deepEqual(appeared, [
    'filter_found mailbox info@example.com discard all',
    'filter_found mailbox info@example.org discard all',
  ])
})

test('a file with very many forwards is looked at up to a bound, with a notice, and nobody else suffers', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  const forwards = (count: number): string =>
    Array.from({ length: count }, (_, number) => `a${number}@example.net: drop@mail.example\n`).join('')
  host.put('etc/valiases/example.org', 'info@example.org: drop@mail.example')
  for (const [count, told] of [
    [2000, 1000],
    [49_000, 1000],
    [51_000, 0],
  ] as const) {
    host.put('etc/valiases/example.net', forwards(count))
    const appeared = await host.wouldAppear()
    const own = 'forward_found mailbox info@example.org drop@mail.example email'
    assert.deepEqual([appeared.length, appeared.includes(own)], [told + 1, true], String(count))
    assert.deepEqual(
      host.codes.splice(0).filter((code) => code !== 'baseline_made'),
      ['backstop_cut'],
    )
    assert.match(host.texts.at(-1) ?? '', /^Account shop has more/)
  }
})

test('an address that cannot be one keeps no other event waiting', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  const long = 'x'.repeat(70_000)
  host.put('etc/valiases/example.net', `${long}@example.net: a@mail.example\nb\0@example.net: a@mail.example\n`)
  host.put('etc/valiases/example.com', `info@example.com: a@mail.example, ${long}@mail.example\n`)
  assert.deepEqual((await host.appeared()).toSorted(), [
    'forward_found mailbox info@example.com ? email',
    'forward_found mailbox info@example.com a@mail.example email',
  ])
  assert.equal(host.left().length, 2)
})

test('alias files that cannot be read lead somewhere unknown', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  for (const folder of ['valiases', 'vdomainaliases']) {
    host.put(`etc/${folder}/example.org`, '')
    truncateSync(host.path(`etc/${folder}/example.org`), 200e9)
  }
  const told = 'forward_found domain club example.org ? email'
  assert.deepEqual(await host.appeared(), [told, told])
})
