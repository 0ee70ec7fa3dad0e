// The agent's own alerts, from the line in a log to the mail and the webhook.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startAgent } from '../support/agent-process.ts'
import { startFakeApi } from '../support/fake-api.ts'
import { startFakeMailServer } from '../support/fake-mail-server.ts'
import { createTestCa } from '../support/test-ca.ts'
import { createTestHost, untilNames } from '../support/test-host.ts'

const PASSWORD = 'hush hush 4711'

/** Twenty failed logins, then one that succeeds: the password was guessed. */
function guessedPassword(mailbox: string): string {
  const failed = `203.0.113.66 - ${mailbox} "POST /login/ HTTP/1.1" FAILED LOGIN webmaild: user password incorrect`
  const stamp = (second: number): string =>
    new Date(Date.now() - 60_000 + second * 1000).toISOString().replace('T', ' ').slice(0, 19)
  const lines = Array.from({ length: 20 }, (_, second) => `[${stamp(second)} +0000] info [webmaild] ${failed}`)
  return [...lines, `[${stamp(21)} +0000] info [webmaild] 203.0.113.66 - ${mailbox} - SUCCESS LOGIN webmaild`, ''].join(
    '\n',
  )
}

test('a server without a hub tells its operator of a guessed password by mail and webhook', async (t) => {
  const ca = createTestCa()
  const mail = await startFakeMailServer({ certificate: ca.issue() })
  const chat = await startFakeApi({ host: '127.0.0.1' })
  chat.otherwise = { status: 200, body: 'ok' }
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  t.after(() => Promise.all([mail.close(), chat.close(), host.remove()]))
  const [password, caFile] = [join(host.folder, 'password'), join(host.folder, 'mail-ca.pem')]
  await writeFile(password, `${PASSWORD}\n`, { mode: 0o600 })
  await writeFile(caFile, ca.pem)
  await appendFile(
    host.config,
    `alerts:
  - name: ops
    mail: { from: spoor@example.com, to: anna@example.com, port: ${mail.port}, tls: starttls, user: me, password_file: ${password}, ca_file: ${caFile} }
  - name: chat
    webhook: { url: '${chat.url}/hooks/spoor', allow: 127.0.0.1 }
`,
  )
  const seen: string[] = []
  mail.does = (line) => {
    // While a mail is on its way, everybody can read what the processes were called with.
    if (line.startsWith('MAIL')) seen.push(...childrenOf(agent.pid).map(commandLineOf))
    return undefined
  }
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/alert_started: ops/)
  await agent.untilLine(/source_found: login/)
  await host.write('login', guessedPassword('victim@example.com'))
  while (mail.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 100))
  await chat.arrived(1)
  await untilNames(join(host.spool, 'receivers/ops'), (names) => names.includes('told.json'))
  const [letter] = mail.mails
  assert.deepEqual([letter?.to, letter?.login, letter?.isSecure], [['anna@example.com'], `me:${PASSWORD}`, true])
  const text = letter?.data.replaceAll('=\r\n', '') ?? ''
  assert.match(text, /^Subject: \[spoor\] mailbox victim@example\.com on /m)
  assert.match(text, /logged in after many failed logins/)
  assert.match(text, /see: spoor-agent events --local --id \w/)
  assert.ok(seen.length > 0 && seen.every((line) => /^spoor-agent$|\bsend-mail$/.test(line)), seen.join('\n'))
  assert.ok(!seen.some((line) => line.includes('4711') || line.includes('victim')))
  const { data } = JSON.parse(String(chat.requests[0]?.body))
  assert.deepEqual([data.alert, data.severity], ['chat', 'high'])
  agent.kill('SIGTERM')
  const { stderr } = await agent.exited
  assert.ok(!stderr.includes(PASSWORD))
  const listed = await startAgent(['alerts', 'list', '--json', '--config', host.config]).exited
  assert.match(listed.stdout, /"name":"ops","type":"mail","recipients":\["anna@example\.com"\].*"lastTold":\d+/)
})

test('alerts test tells each receipt, and fails if somebody was not reached', async (t) => {
  const mail = await startFakeMailServer()
  mail.does = (line) => (line.includes('gone@') ? '550 5.1.1 no such user' : undefined)
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  t.after(() => Promise.all([mail.close(), host.remove()]))
  const alert = (name: string, to: string): string =>
    `  - { name: ${name}, mail: { from: spoor@example.com, to: ${to}, port: ${mail.port} } }\n`
  await appendFile(
    host.config,
    `alerts:\n${alert('ops', 'anna@example.com')}${alert('all', "['anna@example.com', gone@example.com]")}`,
  )
  const one = await startAgent(['alerts', 'test', 'ops', '--config', host.config]).exited
  assert.deepEqual([one.code, one.stdout], [0, 'ops, anna@example.com: delivered (250 2.0.0 taken)\n'])
  const all = await startAgent(['alerts', 'test', '--config', host.config]).exited
  assert.equal(all.code, 1)
  assert.match(all.stdout, /^all, gone@example\.com: not delivered: The mail server refuses this recipient \(550 /m)
  const none = await startAgent(['alerts', 'test', 'nobody', '--config', host.config]).exited
  assert.deepEqual([none.code, none.stderr], [2, 'alerts test: there is no alert "nobody"; write one of: ops, all\n'])
  const checked = await startAgent(['check', '--connect', '--config', host.config]).exited
  assert.match(checked.stdout, /^ops: the mail server takes messages: ok$/m)
  assert.equal(mail.mails.length, 3, 'a check tells nobody anything')
})

function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

function commandLineOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
}
