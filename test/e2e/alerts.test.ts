// The agent's own alerts, from the line in a log to the mail and the webhook.
import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { shellScript } from '../lib/notify/command/command-scene.ts'
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

test('an alert runs a command from the line in a log on, and a stop ends what runs', async (t) => {
  const host = await createTestHost({ api: 'http://127.0.0.1:9' })
  t.after(() => host.remove())
  const [given, hold] = [join(host.folder, 'given'), join(host.folder, 'hold')]
  const program = shellScript(
    host.folder,
    `read -r doc; echo "$doc" >> ${given}; [ -e ${hold} ] || exit 0; sleep 1000 & echo $! > ${hold}; wait`,
  )
  await appendFile(host.config, `alerts: [{ name: block, command: { exec: [${program}], timeout: 10m } }]\n`)
  const spoor = async (...words: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> =>
    startAgent([...words, '--config', host.config]).exited
  const tried = await spoor('alerts', 'test')
  assert.deepEqual([tried.code, tried.stdout], [0, `block, ${program}: delivered (exit code 0)\n`])
  const [test = ''] = linesIn(given)
  assert.deepEqual([JSON.parse(test).reason, JSON.parse(test).alert], ['test', 'block'])
  const checked = await spoor('check')
  assert.match(checked.stdout.replaceAll(/\s+/g, ' '), /alerts\.block\.command: \S+ can be run: ok/)
  assert.doesNotMatch(checked.stdout, /connection to [^.]*block/i)
  chmodSync(program, 0o777)
  const refused = await spoor('check')
  assert.equal(refused.code, 2)
  assert.match(
    refused.stderr.replaceAll(/\s+/g, ' '),
    /act has mode 0777, so that others than root could change it; type: chmod go-w \S+act $/,
  )
  assert.equal((await spoor('alerts', 'test')).code, 1)
  chmodSync(program, 0o755)
  await writeFile(hold, '')
  const agent = startAgent(['run', '--config', host.config])
  await agent.untilLine(/alert_started: block runs /)
  await agent.untilLine(/source_found: login/)
  await host.write('login', guessedPassword('victim@example.com'))
  while (linesIn(hold).length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  agent.kill('SIGTERM')
  await agent.exited
  const [pid = ''] = linesIn(hold)
  // The whole group ends; nobody may have waited for it yet, and then its command line is empty.
  while (existsSync(`/proc/${pid}`) && commandLineOf(Number(pid)) !== '') await new Promise(setImmediate)
  rmSync(hold)
  const again = startAgent(['run', '--config', host.config])
  await untilNames(join(host.spool, 'receivers/block'), (names) => names.includes('told.json'))
  again.kill('SIGTERM')
  await again.exited
  const [, first, second] = linesIn(given).map((line) => JSON.parse(line))
  assert.deepEqual(first, second, 'what was cut short runs again')
  assert.match(first.id, /^[\w-]{22}$/)
  const listed = await spoor('alerts', 'list', '--json')
  assert.match(listed.stdout, /"name":"block","type":"command","recipients":\["[^"]+act"\].*"lastTold":\d+/)
})

function linesIn(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []
}

function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

function commandLineOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
}
