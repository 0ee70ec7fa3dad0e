import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { agentCommand } from './support/agent-process.ts'
import { type FakeApi, startFakeApi } from './support/fake-api.ts'
import { mortal } from './support/mortal.ts'
import { STORY, STORY_LOGS, type StoryLog } from './support/takeover-story.ts'
import { createTestCa } from './support/test-ca.ts'
import { type TestHost, createTestHost } from './support/test-host.ts'

/** How somebody takes over a mailbox, and what the agent makes of it. Leaves nothing behind. */
async function demo(): Promise<void> {
  const ca = createTestCa()
  const api = await startFakeApi({ certificate: ca.issue() })
  const host = await createTestHost({ api: api.url, ca: ca.pem })
  const paths = await layOut(host)
  say('demo', `a cPanel server in ${host.folder}, and an API at ${api.url} that only it trusts`)
  const [program = '', ...args] = [...mortal, ...agentCommand()]
  const agent = spawn(program, [...args, 'run', '--config', host.config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ready = Promise.withResolvers<void>()
  let following = 0
  createInterface(agent.stderr).on('line', (line) => {
    say('agent', line)
    if (line.includes('source_found')) following += 1
    if (following === STORY_LOGS.length) ready.resolve()
  })
  const closed = once(agent, 'close')
  const ended = closed.then(() => Promise.reject(new Error('the agent ended before the demo did')))
  ended.catch(() => undefined)
  try {
    await Promise.race([ready.promise, ended])
    await Promise.race([Promise.all([story(host, paths, [program, ...args]), reported(api)]), ended])
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
    say('demo', `stopped with exit code ${code}; ${(await host.entriesIn('transmitted')).length} events reported`)
    process.exitCode = Number(code)
  } finally {
    agent.kill('SIGKILL')
    await api.close()
    await host.remove()
  }
}

type Paths = Readonly<Record<StoryLog, string>>

/** Empty logs, and a configuration that asks for what rules conclude. */
async function layOut({ folder, config, logs }: TestHost): Promise<Paths> {
  const path = (name: string): string => join(folder, 'logs', name)
  const further = { dovecot: path('maillog'), 'exim-main': path('exim_mainlog'), 'cpanel-session': path('session_log') }
  for (const each of Object.values(further)) await writeFile(each, '')
  const items = Object.entries(further).map(([driver, each]) => `  - { driver: ${driver}, path: ${each} }\n`)
  const kinds = 'login, forward_added, login_burst, login_after_burst, mail_burst, mailbox_takeover'
  await appendFile(config, `events: [${kinds}]\nrules: { forward_wait: 4s }\nlogs:\n${items.join('')}`)
  return { ...further, 'cpanel-access': logs.access, 'cpanel-error': logs.error, 'cpanel-login': logs.login }
}

/** What happens on the server, as it happens. */
async function story(host: TestHost, paths: Paths, [program, ...args]: readonly [string, ...string[]]): Promise<void> {
  say('demo', 'a day like any other: 5,000 requests of people who read their mail')
  await appendFile(paths['cpanel-access'], Array.from({ length: 5000 }, (_, index) => noise(index)).join(''))
  for (const { words, after, lines, hook } of STORY) {
    await setTimeout(after * 1000)
    say('story', words)
    const said = lines(Math.floor(Date.now() / 1000))
    for (const log of STORY_LOGS) {
      const all = said[log] ?? []
      const [line = ''] = all
      await appendFile(paths[log], all.map((each) => `${each}\n`).join(''))
      if (line !== '') say(log, `${all.length > 1 ? `${all.length} lines like ` : ''}${shortened(line)}`)
    }
    if (hook === undefined) continue
    const child = spawn(program, [...args, 'hook', '--config', host.config], { stdio: ['pipe', 'ignore', 'inherit'] })
    child.stdin.end(JSON.stringify(hook))
    await once(child, 'close')
    say('hook', shortened(JSON.stringify(hook)))
  }
  say('demo', 'rules wait for what slow logs may still say, and for steps that follow at once')
}

const BODY = v.object({
  report: v.object({ entries: v.array(v.record(v.string(), v.nullable(v.union([v.string(), v.number()])))) }),
})

/** Shows what the API gets, until the takeover is there. */
async function reported(api: FakeApi): Promise<void> {
  for (let count = 1; ; count += 1) {
    await api.arrived(count)
    const { entries } = v.parse(BODY, api.requests[count - 1]?.json).report
    for (const entry of entries) {
      const facts = ['type', 'mailbox_address', 'ip', 'forward_recipient', 'count', 'counted'].map((key) => entry[key])
      say('reported', facts.filter((fact) => fact != null).join(' '))
      if (entry['summary'] != null) say('reported', `in words: ${entry['summary']}`)
    }
    if (entries.some(({ type }) => type === 'mailbox_takeover')) return
  }
}

function noise(index: number): string {
  const time = new Date(Date.UTC(2026, 10, 20, 7) + index * 100).toISOString()
  const pages = ['index.html', 'mail/fwds.html', 'mail/inbox.html', 'filemanager/index.html']
  return `192.0.2.${index % 250} - user${index % 40}%40shop.example [11/20/2026:${time.slice(11, 19)} -0000] "GET /cpsess0123456789/frontend/jupiter/${pages[index % 4]} HTTP/1.1" 200 0 "https://shop.example:2083/" "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" "s" "-" 2083\n`
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}...` : text
}

function say(who: string, text: string): void {
  process.stdout.write(`${who.padEnd(14)} ${text}\n`)
}

await demo()
