import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inboxFileName } from '../../../agent/inbox/file-name.ts'
import { takeGivenUp } from '../../../agent/inbox/given-up.ts'
import { checkedEvent } from '../../../lib/event/check.ts'
import { createBackstopHost } from '../../support/backstop-host.ts'

const FILTER = 'home/shop/etc/example.com/info/filter'

test('the first look takes all that is there as known, says so, and reports nothing', async (t) => {
  const host = await createBackstopHost(t)
  host.put('etc/valiases/example.com', 'info@example.com: drop@mail.example\n')
  host.put(FILTER, 'deliver "drop@mail.example"')
  const { accounts, domains, files, events, untold } = await host.look()
  assert.deepEqual(
    { accounts, domains, files, events, untold },
    { accounts: 2, domains: 3, files: 2, events: [], untold: 0 },
  )
  assert.deepEqual(host.codes, ['baseline_made'])
  assert.deepEqual([await host.appeared(), host.left()], [[], []])
})

test('forwards that appear in the alias files are reported, each once', async (t) => {
  const host = await createBackstopHost(t)
  host.put('etc/valiases/example.com', '*: :fail: Nobody\ninfo@example.com: info@example.com\n')
  await host.look()
  host.put(
    'etc/valiases/example.com',
    `*: :fail: Nobody
info@example.com: info@example.com, "drop@mail.example"
sales@example.com: "|/home/shop/x --password=secret"
gone@example.com: :blackhole:
news@example.com: "|/usr/local/cpanel/bin/autorespond news@example.com /home/shop/.autorespond"
other@example.org: never@mail.example
`,
  )
  host.put('etc/valiases/example.org', '*: club\n')
  host.put('etc/valiases/example.net', '*: all@mail.example\n')
  host.put('etc/vdomainaliases/example.org', 'example.org: mail.example\n')
  host.put('etc/valiases/stranger.example', 'a@stranger.example: drop@mail.example')
  assert.deepEqual((await host.appeared()).toSorted(), [
    'forward_found domain club example.org mail.example email',
    'forward_found domain shop example.net all@mail.example email',
    'forward_found mailbox gone@example.com :blackhole: blackhole',
    'forward_found mailbox info@example.com drop@mail.example email',
    'forward_found mailbox sales@example.com | pipe',
  ])
  assert.deepEqual(await host.appeared(), [])
  assert.ok(!JSON.stringify(host.left()).includes('secret'))
  for (const event of host.left()) assert.deepEqual(checkedEvent(event), event)
})

test('rules that appear in filters and Sieve scripts are reported, of which mailbox and what kind, never more', async (t) => {
  const host = await createBackstopHost(t)
  host.put(FILTER, 'if $h_subject: contains "a" then save "$home/x" endif')
  await host.look()
  host.put(
    FILTER,
    'if $h_subject: contains "a" then save "$home/x" endif\nif $h_from: contains secret then save /dev/null endif',
  )
  host.put('etc/vfilters/example.net', 'unseen deliver "drop@mail.example"')
  host.put('home/shop/mail/example.net/anna/sieve/roundcube.sieve', 'if true { redirect :copy "drop@mail.example"; }')
  host.put('home/club/mail/example.org/bob/.dovecot.sieve', 'discard;')
  host.put('home/club/sieve/a.sieve', 'fileinto "secret";')
  host.put('home/shop/mail/stranger.example/anna/sieve/a.sieve', 'discard;')
  assert.deepEqual((await host.appeared()).toSorted(), [
    'filter_found domain club folder all',
    'filter_found domain shop redirect drop@mail.example all',
    'filter_found mailbox anna@example.net redirect drop@mail.example some',
    'filter_found mailbox bob@example.org discard all',
    'filter_found mailbox info@example.com discard some',
  ])
  assert.deepEqual(await host.appeared(), [])
  assert.ok(!JSON.stringify(host.left()).includes('secret'))
})

test('what disappears and comes back is reported again; what only moves to a later time is not', async (t) => {
  const host = await createBackstopHost(t)
  host.put('etc/valiases/example.com', 'info@example.com: drop@mail.example\n')
  await host.look()
  host.put('etc/valiases/example.com', '\n')
  assert.deepEqual(await host.appeared(), [])
  host.put('etc/valiases/example.com', 'info@example.com: drop@mail.example\n')
  assert.deepEqual(await host.appeared(), ['forward_found mailbox info@example.com drop@mail.example email'])
  host.put('etc/valiases/example.com', '# again\ninfo@example.com: drop@mail.example\n')
  assert.deepEqual(await host.appeared(), [])
})

test('a new account, as after a transfer, has all its forwards and filters reported', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  host.put(
    'etc/passwd',
    `${readFileSync(host.path('etc/passwd'), 'utf8')}new:x:${statSync(host.path('home/shop')).uid}:9::/home/new:/x\n`,
  )
  host.put('etc/userdomains', `${readFileSync(host.path('etc/userdomains'), 'utf8')}new.example: new\n`)
  host.put('etc/valiases/new.example', 'a@new.example: drop@mail.example\n')
  host.put('home/new/etc/new.example/a/filter', 'fail')
  assert.deepEqual(await host.appeared(), [
    'forward_found mailbox a@new.example drop@mail.example email',
    'filter_found mailbox a@new.example discard all',
  ])
})

test('a home that is not there for a while is no news when it returns', async (t) => {
  const host = await createBackstopHost(t)
  host.put(FILTER, 'fail')
  await host.look()
  renameSync(host.path('home'), host.path('elsewhere'))
  await host.look()
  renameSync(host.path('elsewhere'), host.path('home'))
  assert.deepEqual(await host.appeared(), [])
})

test('a damaged baseline is kept aside, and all begins anew, with notices', async (t) => {
  for (const damage of [
    '',
    '{',
    '{"version":2}',
    '[['.repeat(1000),
    '{"version":1,"groups":{"shop":{"a":{"stamp":1,"keys":[]}}},"seen":{},"untold":[]}',
  ]) {
    const host = await createBackstopHost(t)
    host.put(FILTER, 'fail')
    await host.look()
    const path = join(host.state, 'baseline.json')
    assert.equal(statSync(path).mode & 0o777, 0o600)
    writeFileSync(path, damage)
    assert.deepEqual(await host.appeared(), [], damage)
    assert.deepEqual(host.codes.slice(1), ['baseline_unreadable', 'baseline_made'], damage)
    assert.equal(readFileSync(join(host.state, 'baseline.unreadable.json'), 'utf8'), damage)
    host.put(FILTER, 'fail deliver "drop@mail.example"')
    assert.deepEqual(await host.appeared(), ['filter_found mailbox info@example.com redirect drop@mail.example all'])
  }
})

test('what an inbox does not take waits, is left later under the same name, and is not counted as lost', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  rmSync(host.inbox, { recursive: true })
  host.put(FILTER, 'fail')
  assert.equal((await host.look()).untold, 1)
  const waiting = readFileSync(join(host.state, 'baseline.json'))
  mkdirSync(host.inbox)
  for (let file = 0; file < 168; file += 1)
    writeFileSync(join(host.inbox, inboxFileName(file, 'f'.repeat(16), 99_999)), '')
  assert.deepEqual([(await host.look()).untold, await takeGivenUp(host.inbox)], [1, 0])
  rmSync(host.inbox, { recursive: true })
  mkdirSync(host.inbox)
  assert.equal((await host.look()).untold, 0)
  const names = readdirSync(host.inbox)
  // As after a kill before the baseline was saved again.
  writeFileSync(join(host.state, 'baseline.json'), waiting)
  assert.equal((await host.look()).untold, 0)
  assert.deepEqual([readdirSync(host.inbox), names.length], [names, 1])
  assert.deepEqual(host.codes.filter((code) => code === 'backstop_untold').length, 2)
})

test('where what is known cannot be saved nothing is left, one sentence says so, and the next look does it', async (t) => {
  const host = await createBackstopHost(t)
  await host.look()
  host.put(FILTER, 'fail')
  const obstacle = join(host.state, 'baseline.json.tmp')
  mkdirSync(join(obstacle, 'full'), { recursive: true })
  await assert.rejects(
    host.look(),
    /state: what is known now cannot be saved \(E\w+\), so nothing is reported; make room/,
  )
  assert.deepEqual(host.left(), [])
  rmSync(obstacle, { recursive: true })
  assert.equal((await host.look()).events.length, 1)
  assert.equal(host.left().length, 1)
})

test('a look that changes nothing writes nothing', async (t) => {
  const host = await createBackstopHost(t)
  host.put(FILTER, 'fail')
  await host.look()
  const before = statSync(join(host.state, 'baseline.json'))
  await host.look()
  assert.equal(statSync(join(host.state, 'baseline.json')).ino, before.ino)
})

test('a domain that an account got is looked at, though nothing else in its home has changed', async (t) => {
  const host = await createBackstopHost(t)
  host.put('home/club/etc/later.example/info/filter', 'fail')
  await host.look()
  await host.look()
  host.put('etc/userdomains', `${readFileSync(host.path('etc/userdomains'), 'utf8')}later.example: club\n`)
  assert.deepEqual(await host.appeared(), ['filter_found mailbox info@later.example discard all'])
})

test('whatever changes in a home is noticed at the next look, after looks at which nothing had changed', async (t) => {
  const host = await createBackstopHost(t)
  host.put('home/shop/etc/example.com/old/filter', 'finish')
  host.put('home/shop/mail/example.com/old/sieve/a.sieve', 'keep;')
  host.put('home/shop/mail/example.com/bare/cur/1', '')
  await host.look()
  for (const [path, text] of [
    ['etc/example.com/old/filter', 'fail'],
    ['etc/example.com/new/filter', 'fail'],
    ['etc/example.net/new/filter', 'fail'],
    ['mail/example.com/old/sieve/a.sieve', 'discard;'],
    ['mail/example.com/old/sieve/b.sieve', 'discard;'],
    ['mail/example.com/bare/sieve/a.sieve', 'discard;'],
    ['mail/example.com/bare/.dovecot.sieve', 'discard;'],
    ['mail/example.net/new/sieve/a.sieve', 'discard;'],
    ['sieve/a.sieve', 'discard;'],
    ['.dovecot.sieve', 'discard;'],
  ] as const) {
    assert.deepEqual(await host.appeared(), [], path)
    host.put(`home/shop/${path}`, text)
    assert.equal((await host.appeared()).length, 1, path)
  }
})

test('without a list of domains, or with an empty one, nothing is looked at, and what is known stays', async (t) => {
  const host = await createBackstopHost(t)
  host.put(FILTER, 'fail')
  for (const domain of ['example.com', 'example.org']) host.put(`etc/valiases/${domain}`, '*: :fail:')
  await host.look()
  const before = readFileSync(join(host.state, 'baseline.json'))
  renameSync(host.path('etc/userdomains'), host.path('etc/away'))
  await assert.rejects(host.look(), /userdomains: cPanel's list of domains cannot be read \(ENOENT/)
  writeFileSync(host.path('etc/userdomains'), '')
  await assert.rejects(host.look(), /userdomains: no account is listed any more/)
  renameSync(host.path('etc/away'), host.path('etc/userdomains'))
  renameSync(host.path('etc/valiases'), host.path('etc/away'))
  await assert.rejects(host.look(), /valiases: no domain has a file there any more/)
  renameSync(host.path('etc/away'), host.path('etc/valiases'))
  await host.look()
  assert.deepEqual(readFileSync(join(host.state, 'baseline.json')), before)
})
