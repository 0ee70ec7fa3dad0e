import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailByProcess } from '../../../agent/alerts/mail-process.ts'
import { ownCommand } from '../../../lib/system/processes/own-command.ts'
import { MESSAGE } from '../../lib/notify/mail/mail-scene.ts'
import { agentCommand } from '../../support/agent-process.ts'
import { startFakeMailServer } from '../../support/fake-mail-server.ts'
import { GpgHome } from '../../support/gpg-home.ts'

const { signal } = new AbortController()
const [program = '', ...words] = agentCommand()

function settingsFor(port: number): Parameters<typeof mailByProcess>[0] {
  const to = ['anna@example.com', 'gone@example.com']
  const words = { program: 'spoor-agent', option: 'alerts.ops.mail' }
  return { ...words, from: 'spoor@example.com', to, host: '127.0.0.1', port, timeout: 60_000 }
}

test('a process of its own sends the mail, and its receipts are those of the server', async (t) => {
  const server = await startFakeMailServer()
  t.after(() => server.close())
  server.does = (line) => (line.includes('gone@') ? '550 5.1.1 no such user' : undefined)
  const channel = mailByProcess(settingsFor(server.port), [program, ...words])
  assert.deepEqual(await channel.check(signal), [])
  const receipts = await channel.send(MESSAGE, signal)
  assert.deepEqual(
    receipts.map(({ recipient, result }) => `${recipient} ${result}`),
    ['anna@example.com delivered', 'gone@example.com refused'],
  )
  assert.deepEqual(await channel.send(MESSAGE, signal, []), [])
  assert.deepEqual(
    server.mails.map(({ to }) => to),
    [['anna@example.com']],
  )
})

test('with keys it sends what their owners alone can read, and nothing while a key is wrong', async (t) => {
  const [server, home] = [await startFakeMailServer(), new GpgHome(t)]
  t.after(() => server.close())
  const fingerprint = home.key('Anna <anna@example.com>')
  const keys = [{ file: home.exported('anna.asc', fingerprint), fingerprint }]
  const to = ['anna@example.com']
  const channel = mailByProcess({ ...settingsFor(server.port), to, keys }, [program, ...words])
  assert.deepEqual(await channel.check(signal), [])
  assert.deepEqual(
    (await channel.send(MESSAGE, signal)).map(({ result }) => result),
    ['delivered'],
  )
  const raw = server.mails[0]?.data ?? ''
  assert.ok(!/victim|logged in/.test(raw))
  assert.match(home.decrypt(raw).toString(), /Somebody logged in\./)
  const wrong = [{ file: keys[0]?.file ?? '', fingerprint: 'A'.repeat(40) }]
  const refusing = mailByProcess({ ...settingsFor(server.port), to, keys: wrong }, [program, ...words])
  const [receipt] = await refusing.send(MESSAGE, signal)
  assert.equal(receipt?.result, 'later')
  assert.match((await refusing.check(signal)).join(), /instead of A{40}: ask its owner which is right$/)
  assert.equal(server.mails.length, 1)
})

test('a process that is killed, fails, says nothing or cannot start means: later', async () => {
  const reasons = [
    [['/bin/sh', '-c', 'kill -9 $$'], /^The process that sends mail failed/],
    [['/bin/sh', '-c', 'echo no memory >&2; exit 7'], /failed \(7: no memory\)\.$/],
    [['/bin/true'], /gave no answer/],
    [['/bin/echo', '{"receipts":[]}'], /gave no answer/],
    [['/bin/sh', '-c', 'echo "{\\"receipts\\":[]}"'], /did not say what became of it/],
    [['/nowhere/spoor-agent'], /ENOENT/],
  ] as const
  for (const [[first, ...others], reason] of reasons) {
    const [receipt] = await mailByProcess(settingsFor(9), [first, ...others]).send(MESSAGE, signal)
    assert.equal(receipt?.result, 'later')
    assert.match(receipt !== undefined && 'reason' in receipt ? receipt.reason : '', reason)
  }
})

test('a process that says too much, or is not wanted any more, is killed with all that it started', async () => {
  const endless = mailByProcess(settingsFor(9), ['/bin/sh', '-c', 'yes & wait'])
  const [receipt] = await endless.send(MESSAGE, signal)
  assert.match(receipt !== undefined && 'reason' in receipt ? receipt.reason : '', /said too much/)
  const stop = new AbortController()
  const sending = mailByProcess(settingsFor(9), ['/bin/sh', '-c', 'sleep 1000 & wait']).send(MESSAGE, stop.signal)
  setImmediate(() => stop.abort())
  assert.deepEqual(
    (await sending).map(({ result }) => result),
    ['later', 'later'],
  )
})

test('the program starts itself as it was started', () => {
  assert.deepEqual(ownCommand(), [process.execPath, ...process.execArgv, process.argv[1]])
})
