import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, copyFile, rename, truncate, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { agentCommand } from './support/agent-process.ts'
import { type FakeApi, type RecordedRequest, startFakeApi } from './support/fake-api.ts'
import { mortal } from './support/mortal.ts'
import { createTestCa } from './support/test-ca.ts'
import { type TestHost, createTestHost } from './support/test-host.ts'

/**
 * Shows the way of an event as it happens: log line, agent, report, API. Ends with `status` and leaves nothing behind.
 */
async function demo(): Promise<void> {
  const ca = createTestCa()
  const api = await startFakeApi({ certificate: ca.issue() })
  const host = await createTestHost({ api: api.url, ca: ca.pem })
  say('demo', `a cPanel server in ${host.folder}, and an API at ${api.url} that only it trusts`)
  const [program = '', ...args] = [...mortal, ...agentCommand()]
  const agent = spawn(program, [...args, 'run', '--config', host.config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ready = Promise.withResolvers<void>()
  let following = 0
  createInterface(agent.stderr).on('line', (line) => {
    say('agent', line)
    if (line.includes('source_found')) following += 1
    if (following === 3) ready.resolve()
  })
  const closed = once(agent, 'close')
  const ended = closed.then(() => Promise.reject(new Error('the agent ended before the demo did')))
  ended.catch(() => undefined)
  try {
    await Promise.race([ready.promise, ended])
    await Promise.race([story(host, api), ended])
    await Promise.race([host.untilReports('transmitted', api.requests.length - 1), ended])
    say('demo', 'what an operator sees:')
    // The runtime files of the processes lag by up to half a second.
    await setTimeout(700)
    for (const words of [['status'], ['events', '--local']]) {
      say('demo', `$ spoor-agent ${words.join(' ')}`)
      const shown = spawn(program, [...args, ...words, '--config', host.config], {
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      await once(shown, 'close')
    }
    agent.kill('SIGTERM')
    const [code] = await closed
    say(
      'demo',
      `stopped with exit code ${code}; ${(await host.entriesIn('transmitted')).length} events reported, none waits`,
    )
    process.exitCode = Number(code)
  } finally {
    agent.kill('SIGKILL')
    await api.close()
    await host.remove()
  }
}

/** The events on the server. Each step waits until the API has received it. */
async function story(host: TestHost, api: FakeApi): Promise<void> {
  const { login, access } = host.logs
  say('demo', 'a day of noise: 5,000 requests, and somebody who guesses passwords')
  await appendFile(access, Array.from({ length: 5000 }, (_, index) => noise(index)).join(''))
  await appendFile(
    login,
    '[2026-11-20 08:01:59 +0000] info [webmaild] 203.0.113.66 - anna@shop.example "POST /login/?login_only=1 HTTP/1.1" FAILED LOGIN webmaild: user password incorrect\n',
  )

  await step(
    host,
    api,
    'login',
    '[2026-11-20 08:02:11 +0000] info [webmaild] 203.0.113.66 - anna@shop.example - SUCCESS LOGIN webmaild',
  )
  await step(
    host,
    api,
    'access',
    '203.0.113.66 - anna%40shop.example [11/20/2026:08:03:40 -0000] "POST /cpsess0123456789/execute/Email/add_forwarder HTTP/1.1" 200 0 "https://shop.example:2096/" "Mozilla/5.0" "s" "-" 2096',
  )
  await step(
    host,
    api,
    'error',
    '[2026-11-20 08:03:40 +0000] info [spoor_forward_added] {"args":{"domain":"","email":"anna","fwdopt":"fwd","fwdemail":"drop@mail.example"},"result":[{"domain":"shop.example","email":"anna@shop.example","forward":"drop@mail.example"}],"user":"shop"}',
  )

  say('demo', 'logrotate renames login_log while a process still writes to the old file')
  await rename(login, `${login}.1`)
  await writeFile(login, '')
  await appendFile(
    `${login}.1`,
    '[2026-11-20 09:00:00 +0000] info [webmaild] 198.51.100.4 - bob@shop.example - SUCCESS LOGIN webmaild\n',
  )
  await appendFile(
    login,
    '[2026-11-20 09:00:01 +0000] info [webmaild] 198.51.100.5 - carol@shop.example - SUCCESS LOGIN webmaild\n',
  )
  await heard(api, ['bob@shop.example', 'carol@shop.example'])

  say('demo', 'cpanellogd copies access_log away and truncates it; and the API is out of order for a moment')
  await copyFile(access, `${access}.1`)
  await truncate(access)
  api.script.push({ status: 503 })
  const before = api.requests.length
  await step(
    host,
    api,
    'access',
    '203.0.113.66 - anna%40shop.example [11/20/2026:09:30:12 -0000] "GET /cpsess0123456789/webmail/x3/mail/dodelfwd.html?email=anna%40shop.example&emaildest=drop%40mail.example HTTP/1.1" 200 0 "https://shop.example:2096/" "Mozilla/5.0" "s" "-" 2096',
  )
  await api.arrived(before + 2)
  say('sent', 'the same report again, under the same id')
  answer(api.requests[before + 1])
}

async function step(host: TestHost, api: FakeApi, log: 'access' | 'error' | 'login', line: string): Promise<void> {
  const before = api.requests.length
  say(`${log}_log`, line.length > 110 ? `${line.slice(0, 107)}...` : line)
  await host.write(log, line)
  await api.arrived(before + 1)
  show(api.requests[before])
}

/** Waits until the API has received events of all these mailboxes, in whatever reports. */
async function heard(api: FakeApi, mailboxes: readonly string[]): Promise<void> {
  const before = api.requests.length
  for (
    let count = before + 1;
    mailboxes.some((mailbox) => !api.requests.some(({ body }) => body.includes(mailbox)));
    count += 1
  ) {
    await api.arrived(count)
    show(api.requests[count - 1])
  }
}

const BODY = v.object({
  report: v.object({ entries: v.array(v.record(v.string(), v.nullable(v.union([v.string(), v.number()])))) }),
})

function show(request: RecordedRequest | undefined): void {
  for (const entry of v.parse(BODY, request?.json).report.entries) {
    const facts = ['type', 'mailbox_address', 'ip', 'forward_recipient'].map((key) => entry[key])
    say('noticed', facts.filter((fact) => fact != null).join(' '))
  }
  say('sent', `report ${String(request?.headers['idempotency-key'])}, ${request?.body.length} bytes`)
  answer(request)
}

function answer(request: RecordedRequest | undefined): void {
  const answered = request?.answered
  say('api', `answered ${typeof answered === 'object' ? answered.status : answered}`)
}

function noise(index: number): string {
  const time = new Date(Date.UTC(2026, 10, 20, 7) + index * 100).toISOString()
  const pages = ['index.html', 'mail/fwds.html', 'mail/inbox.html', 'filemanager/index.html']
  return `192.0.2.${index % 250} - user${index % 40}%40shop.example [11/20/2026:${time.slice(11, 19)} -0000] "GET /cpsess0123456789/frontend/jupiter/${pages[index % 4]} HTTP/1.1" 200 0 "https://shop.example:2083/" "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" "s" "-" 2083\n`
}

function say(who: string, text: string): void {
  process.stdout.write(`${who.padEnd(10)} ${text}\n`)
}

await demo()
