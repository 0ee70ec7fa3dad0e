import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createCheckHost, listening } from '../../support/check-host.ts'

test('checks run shows each step and what was found, and ends as the check does', async (t) => {
  const host = await createCheckHost(t)
  const { port } = await listening(t)
  host.configure(`{ name: good, type: tcp, port: ${port} }`, '{ name: bad, type: tcp, port: 1 }')
  const good = await host.run('checks', 'run', 'good')
  assert.deepEqual([good.code, good.stderr], [0, ''])
  assert.match(good.stdout, /^\* .*\n(?:[*<>] .*\n)*ok after \d+ ms: .+\n$/)
  const bad = await host.run('checks', 'run', 'bad')
  assert.equal(bad.code, 1)
  assert.match(bad.stdout, /^failed after \d+ ms: .*ECONNREFUSED/m)
  const json: unknown = JSON.parse((await host.run('checks', 'run', 'good', '--json')).stdout)
  assert.ok(typeof json === 'object' && json !== null && 'steps' in json && Array.isArray(json.steps))
})

test('a name that is not there is told with the nearest', async (t) => {
  const host = await createCheckHost(t)
  assert.match((await host.run('checks', 'run', 'web')).stderr, /none is configured; write checks/)
  host.configure('{ name: imap, type: tcp, port: 1 }')
  for (const [words, text] of [
    [['run', 'imp'], /there is no check "imp"; write imap$/m],
    [['forget'], /checks forget: which check\? write one of: imap$/m],
  ] as const) {
    const { code, stderr } = await host.run('checks', ...words)
    assert.equal(code, 2)
    assert.match(stderr, text)
  }
})

test('checks says that the watcher does not run, and shows what it told last', async (t) => {
  const host = await createCheckHost(t)
  assert.equal((await host.run('checks')).code, 0)
  host.configure('{ name: imap, type: tcp, port: 1 }')
  const never = await host.run('checks')
  assert.deepEqual([never.code, never.stdout], [3, ''])
  assert.match(never.stderr, /systemctl start spoor-agent-watcher/)
  await host.run('watch', '--once')
  const before = await host.run('checks', '--json')
  assert.equal(before.code, 3)
  assert.match(before.stdout, /^\{"name":"imap","type":"tcp","state":"unknown",/)
})

test('checks forget leaves word for the watcher, which begins anew', async (t) => {
  const host = await createCheckHost(t)
  host.configure('{ name: imap, type: tcp, port: 1, failures: 1 }')
  await host.run('watch', '--once')
  assert.match((await host.run('checks', '--json')).stdout, /"state":"down"/)
  const { code, stdout } = await host.run('checks', 'forget', 'imap')
  assert.deepEqual([code, stdout], [0, 'imap: the watcher forgets it when it runs a check the next time.\n'])
  host.configure('{ name: imap, type: tcp, port: 1, failures: 2 }')
  await host.run('watch', '--once')
  assert.match((await host.run('checks', '--json')).stdout, /"state":"unknown"/)
  assert.deepEqual(
    readdirSync(join(host.folder, 'spool-watch')).filter((name) => name.endsWith('.forget')),
    [],
  )
})

test('what is found here is checked with watch.auto, and told apart from what somebody wrote', async (t) => {
  const host = await createCheckHost(t)
  host.configure('{ name: written, type: tcp, port: 1 }\nwatch: { auto: true }')
  const checked = await host.run('check', '--for', 'watch')
  assert.match(checked.stdout, /^watch\.auto: finds disk \(every host has it\), host \(every host has it\).*: ok$/m)
  const ran = await host.run('watch', '--once')
  assert.equal(ran.code, 0, ran.stderr)
  const listed = (await host.run('checks', '--json')).stdout.split('\n')
  for (const start of ['{"name":"written","type":"tcp","state"', '{"name":"disk","type":"disk","state"'])
    assert.ok(
      listed.some((line) => line.startsWith(start)),
      start,
    )
  assert.deepEqual(
    listed
      .filter((line) => /^\{"name":"(?:written|disk|host)"/.test(line))
      .map((line) => line.includes('"found":true')),
    [false, true, true],
  )
  assert.match((await host.run('checks')).stdout, /^disk \(auto\) +\w+ /m)
  assert.match((await host.run('checks', 'forget', 'disk')).stdout, /^disk: the watcher forgets it .* found again/)
  assert.match((await host.run('checks', 'run', 'disk')).stdout, /^\w+ after \d+ ms: /m)
  assert.match((await host.run('checks', 'run', 'dusk')).stderr, /there is no check "dusk"; write disk$/m)
})

test('rounds of checks are written to watch.log', async (t) => {
  const host = await createCheckHost(t)
  const { port } = await listening(t)
  const log = join(host.folder, 'checks.log')
  host.configure(
    `{ name: good, type: tcp, port: ${port} }`,
    `{ name: bad, type: tcp, port: 1 }\nwatch: { log: ${log} }`,
  )
  await host.run('watch', '--once')
  const text = readFileSync(log, 'utf8')
  assert.match(
    text,
    /^Service Check Started\n\[\d{4}-[-\d: +]+\] Service check \.\.\.\.\w+ \[\[.*\]\.\.\.Done\nService Check Finished\n$/,
  )
  for (const entry of [
    'good [[check command:N/A][socket connect:+]]...',
    'bad [[check command:N/A][socket connect:-][',
  ])
    assert.ok(text.includes(entry), entry)
})

test('checks list --html writes a page for everybody to read, and ends as the list does', async (t) => {
  const host = await createCheckHost(t)
  host.configure('{ name: imap, type: tcp, port: 1, failures: 1 }')
  await host.run('watch', '--once')
  const file = join(host.folder, 'checks.html')
  const { code, stdout } = await host.run('checks', 'list', '--html', file)
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(readFileSync(file, 'utf8'), /<li class="down"><h2>imap <small>tcp<\/small><\/h2>/)
  assert.equal(statSync(file).mode & 0o777, 0o644)
  const nowhere = await host.run('checks', 'list', '--html', join(host.folder, 'nowhere/checks.html'))
  assert.equal(nowhere.code, 1)
  assert.match(nowhere.stderr, /nowhere\/checks\.html: the page cannot be written \(ENOENT/)
})
