import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, chown, lstat, mkdir, rm, symlink } from 'node:fs/promises'
import { test } from 'node:test'
import { WANTED_HOOKS } from '../../../agent/cpanel/hooks.ts'
import { createFakeCpanel, LIST, RESTART, SERVICE_FILES } from '../../support/fake-cpanel.ts'

const SERVED = 'spoor-agent-collector: watched by chkservd\nspoor-agent-transmitter: watched by chkservd\n'
const WATCHED = `${SERVED}hooks: all ${WANTED_HOOKS.length} registered\n`
const UNDONE = 'chkservd no longer watches the services.\ncPanel no longer runs the hook.\n'
const LINES = 'spoor-agent-collector:1\nspoor-agent-transmitter:1\n'

test('register adds a file and a line for each service, and makes chkservd read them', async (t) => {
  const host = await createFakeCpanel(t)
  assert.deepEqual(await host.run('register'), { code: 0, stdout: WATCHED })
  assert.equal(await host.read(LIST), `cpsrvd:1\nexim:0\nftpd:1\n${LINES}`)
  for (const file of SERVICE_FILES) {
    assert.match(await host.read(file), /^service\[spoor-agent-\w+\]=x,x,x,[^,]+,spoor-\w+,spoor\n$/)
    assert.equal((await lstat(host.path(file))).mode & 0o777, 0o644)
  }
  assert.equal(await host.restarts(), 1)
  assert.deepEqual(await host.run('status'), { code: 0, stdout: WATCHED })
})

test('register again changes nothing, and leaves nothing beside the files', async (t) => {
  const host = await createFakeCpanel(t)
  await host.run('register')
  const before = await host.tree()
  assert.deepEqual(await host.run('register'), { code: 0, stdout: WATCHED })
  assert.deepEqual(await host.tree(), before)
})

test('unregister restores everything: bytes, owners and modes', async (t) => {
  const host = await createFakeCpanel(t)
  for (const list of ['cpsrvd:1\nexim:0\n', 'cpsrvd:1\nexim:0', '', '\n\n# caf\xe9 \xff\xfe\0\r\nftpd:1 ']) {
    await host.put(LIST, Buffer.from(list, 'latin1'))
    await chmod(host.path(LIST), 0o640)
    if (process.geteuid?.() === 0) await chown(host.path(LIST), 12_345, 12_346)
    const before = await host.tree()
    const { uid, gid, mode } = await lstat(host.path(LIST))
    await host.run('register')
    const registered = await lstat(host.path(LIST))
    assert.deepEqual([registered.uid, registered.gid, registered.mode], [uid, gid, mode])
    // What chkservd writes while it watches.
    await host.put('var/run/chkservd/spoor-agent-collector', '+')
    assert.deepEqual(await host.run('unregister'), { code: 0, stdout: UNDONE })
    assert.deepEqual(await host.tree(), before)
  }
  assert.equal(await host.restarts(), 8)
})

test('unregister without a registration does nothing, successfully', async (t) => {
  const host = await createFakeCpanel(t)
  const before = await host.tree()
  assert.deepEqual(await host.run('unregister'), {
    code: 0,
    stdout: 'Nothing was registered; there is nothing to do.\n',
  })
  assert.deepEqual(await host.tree(), before)
  assert.equal(await host.restarts(), 0)
})

test('status reports what is half registered, register repairs it, and unregister removes it', async (t) => {
  const host = await createFakeCpanel(t)
  const [collector, transmitter] = SERVICE_FILES
  const before = await host.tree()
  const cases: [() => Promise<void>, RegExp][] = [
    [() => rm(host.path(collector)), /^spoor-agent-collector: half registered, its file is missing; type: /m],
    [() => host.put(transmitter, 'service[x]=x'), /^spoor-agent-transmitter: half registered, its file was changed;/m],
    [
      () => host.put(LIST, 'cpsrvd:1\nexim:0\nftpd:1\n'),
      /^spoor-agent-collector: .*, its line in chkservd.conf is mi/m,
    ],
    [() => host.put(LIST, `cpsrvd:1\nexim:0\nftpd:1\n${LINES}${LINES}`), /is there twice, or says neither 0 nor 1;/],
    [
      async () => {
        for (const file of SERVICE_FILES) await rm(host.path(file))
      },
      /^spoor-agent-collector: .*, its file is missing;.*\nspoor-agent-transmitter: .*, its file is missing;/,
    ],
    [
      async () => {
        await rm(host.path(transmitter))
        await host.put(LIST, 'cpsrvd:1\nexim:0\nftpd:1\nspoor-agent-collector:1\n')
      },
      /^spoor-agent-collector: watched by chkservd\nspoor-agent-transmitter: not registered; type: /,
    ],
  ]
  for (const [harm, words] of cases) {
    await host.run('register')
    const whole = await host.tree()
    await harm()
    const { code, stdout } = await host.run('status')
    assert.equal(code, 1)
    assert.match(stdout, words)
    await host.run('register')
    assert.deepEqual(await host.tree(), whole)
    await harm()
    const restarts = await host.restarts()
    await host.run('unregister')
    assert.deepEqual([await host.tree(), await host.restarts()], [before, restarts + 1])
  }
})

test('a service that was switched off in WHM stays off, counts as registered, and need not run', async (t) => {
  const host = await createFakeCpanel(t)
  await host.run('register')
  const list = (await host.read(LIST)).replace('transmitter:1', 'transmitter:0')
  await host.put(LIST, list)
  await host.program('usr/bin/systemctl', '[ "$2" = spoor-agent-collector.service ] && echo active')
  const { code, stdout } = await host.run('register')
  assert.equal(code, 0)
  assert.match(stdout, /^spoor-agent-transmitter: registered, but switched off in WHM's Service Manager/m)
  assert.equal(await host.read(LIST), list)
})

test('a service that does not run is not registered: chkservd would start it', async (t) => {
  const host = await createFakeCpanel(t)
  const before = await host.tree()
  for (const [script, state] of [
    ['[ "$2" = spoor-agent-collector.service ] && echo active && exit; echo failed; exit 3', 'failed'],
    ['exit 1', 'unknown'],
  ] as const) {
    await host.program('usr/bin/systemctl', script)
    await assert.rejects(host.run('register'), {
      exitCode: 1,
      message: new RegExp(
        `^spoor-agent-\\w+\\.service does not run \\(${state}\\), and chkservd starts what it watches; `,
      ),
    })
  }
  await rm(host.path('usr/bin/systemctl'))
  await assert.rejects(host.run('register'), { exitCode: 1, message: /does not run \(unknown\)/ })
  await host.program('usr/bin/systemctl', '[ "$1" = is-active ] && echo active')
  assert.deepEqual([await host.tree(), await host.restarts()], [before, 0])
})

test('a link, a folder or a FIFO instead of a file is refused, and nothing is changed', async (t) => {
  const host = await createFakeCpanel(t)
  await host.run('register')
  const restarts = await host.restarts()
  await host.put('elsewhere', 'root:x:0:0\n')
  for (const file of [LIST, ...SERVICE_FILES]) {
    const content = await host.read(file)
    for (const lay of [
      () => symlink(host.path('elsewhere'), host.path(file)),
      () => symlink('nowhere', host.path(file)),
      () => mkdir(host.path(file)),
      () => execFileSync('mkfifo', [host.path(file)]),
    ]) {
      await rm(host.path(file), { recursive: true })
      await lay()
      const before = await host.tree()
      for (const action of ['register', 'unregister', 'status']) {
        await assert.rejects(host.run(action), (error: Error) => {
          assert.ok(error.message.startsWith(`${host.path(file)}: this is no file of the kind cPanel uses (`))
          return true
        })
      }
      assert.deepEqual(await host.tree(), before)
    }
    await host.put(file, content)
  }
  assert.equal(await host.restarts(), restarts)
})

test('without cPanel register fails with a message, unregister has nothing to do, and status says so', async (t) => {
  const host = await createFakeCpanel(t)
  for (const folder of ['etc', 'usr', 'var']) await rm(host.path(folder), { recursive: true })
  await assert.rejects(host.run('register'), { exitCode: 1, message: /^There is no cPanel here, so / })
  assert.equal((await host.run('unregister')).code, 0)
  assert.deepEqual(await host.run('status'), { code: 3, stdout: 'There is no cPanel here.\n' })
  assert.deepEqual(await host.tree(), [])
})

test('leftovers of a removed cPanel are reported and removed', async (t) => {
  const host = await createFakeCpanel(t)
  const before = await host.tree()
  await host.run('register')
  await rm(host.path('usr/local/cpanel'), { recursive: true })
  const { code, stdout } = await host.run('status')
  assert.equal(code, 1)
  assert.match(stdout, /^cPanel is gone, but files .* type: spoor-agent cpanel unregister\n$/)
  assert.equal((await host.run('unregister')).code, 0)
  assert.deepEqual(
    await host.tree(),
    before.filter((line) => !line.startsWith('usr/local/cpanel')),
  )
})

test('nothing is registered with a cPanel that lacks its list', async (t) => {
  const host = await createFakeCpanel(t)
  await rm(host.path(LIST))
  const before = await host.tree()
  await assert.rejects(host.run('register'), { exitCode: 1, message: /chkservd\.conf: this is not there; is cPanel/ })
  assert.deepEqual(await host.tree(), before)
})

test('if chkservd cannot be restarted, the files are right and the message says what is left to do', async (t) => {
  const host = await createFakeCpanel(t)
  const before = await host.tree()
  await host.program(RESTART, 'exit 7')
  await host.put('var/run/chkservd/spoor-agent-transmitter', '-')
  for (const action of ['register', 'register', 'unregister']) {
    await assert.rejects(host.run(action), {
      exitCode: 1,
      message: /restartsrv_chkservd: it failed \(exit code 7\)\. /,
    })
    assert.equal((await host.run('status')).code, action === 'register' ? 0 : 3)
  }
  await assert.rejects(lstat(host.path('var/run/chkservd/spoor-agent-transmitter')), { code: 'ENOENT' })
  await rm(host.path(RESTART))
  await assert.rejects(host.run('register'), { exitCode: 1, message: /it failed \(.*ENOENT\)/ })
  await host.program(RESTART, `printf x >> ${host.path('restarts')}`)
  await host.run('unregister')
  assert.deepEqual(await host.tree(), before)
})

test('the daemon started by a restart has the usual umask, and inherits no open file', async (t) => {
  const host = await createFakeCpanel(t)
  const links = '$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2)'
  await host.program(RESTART, `told="$(umask) ${links}"; echo "$told" > ${host.path('told')}`)
  const umask = process.umask(0o077)
  await host.run('register')
  assert.equal(process.umask(umask), 0o077)
  assert.equal(await host.read('told'), '0022 /dev/null\n/dev/null\n/dev/null\n')
})

test('a half-written file of a killed agent is removed', async (t) => {
  const host = await createFakeCpanel(t)
  const before = await host.tree()
  await host.put('etc/chkserv.d/.spoor-agent.tmp', 'service[spo')
  await host.run('unregister')
  assert.deepEqual(await host.tree(), before)
  await host.put('etc/chkserv.d/.spoor-agent.tmp', 'service[spo')
  await host.run('register')
  await host.run('unregister')
  assert.deepEqual(await host.tree(), before)
})

test('a user other than root is told so, may look, and changes nothing', async (t) => {
  if (process.geteuid?.() !== 0) return
  const host = await createFakeCpanel(t)
  for (const folder of ['', 'etc', 'etc/chkserv.d', 'usr', 'usr/local', 'usr/local/cpanel', 'usr/local/cpanel/bin']) {
    await chmod(host.path(folder), 0o755)
  }
  const as = async <T>(user: number, work: () => Promise<T>): Promise<T> => {
    process.seteuid?.(user)
    return await work().finally(() => process.seteuid?.(0))
  }
  const message = /^cpanel \w+: this user may not change what cPanel watches; run this as root\.$/
  const before = await host.tree()
  await assert.rejects(
    as(65_534, () => host.run('register')),
    { exitCode: 1, message },
  )
  assert.deepEqual(await host.tree(), before)
  await host.run('register')
  const registered = await host.tree()
  await assert.rejects(
    as(65_534, () => host.run('unregister')),
    { exitCode: 1, message },
  )
  assert.equal((await as(65_534, () => host.run('status'))).code, 0)
  assert.deepEqual(await host.tree(), registered)
  await chmod(host.path(LIST), 0o600)
  await assert.rejects(
    as(65_534, () => host.run('status')),
    { exitCode: 1, message: /: this user may not read it; run/ },
  )
})

test('an unknown action, or surplus arguments, are refused with a sentence and exit code 2', async (t) => {
  const host = await createFakeCpanel(t)
  const cases: [string, RegExp][] = [
    ['', /^cpanel: there is no action ""; there are register, unregister, tell-hooks, status; see: /],
    ['toString', /^cpanel: there is no action "toString"/],
    ['regis\u001bter', /^cpanel: there is no action "regis\?ter"/],
    ['register', /^cpanel register: --json has no meaning here$/],
    ['unregister', /^cpanel unregister: --json has no meaning here$/],
  ]
  for (const [words, message] of cases) await assert.rejects(host.run(words, { json: true }), { exitCode: 2, message })
})
