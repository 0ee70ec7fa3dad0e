import { setTimeout } from 'node:timers/promises'
import * as v from 'valibot'
import { foreignJson } from '../lib/text/foreign-json.ts'
import { shortened, show, tell } from './demo/narration.ts'
import { append, quietly, setStage, type Stage, start, type } from './demo/stage.ts'
import type { AgentProcess } from './support/agent-process.ts'
import { type FakeMailServer, startFakeMailServer } from './support/fake-mail-server.ts'
import { STORY, STORY_LOGS } from './support/takeover-story.ts'

/** How somebody takes over a mailbox, and who hears of it: with a hub, an agent and a mail server. Leaves nothing. */
async function demo(): Promise<void> {
  const mail = await startFakeMailServer()
  const stage = await setStage(mail.port)
  const running: AgentProcess[] = []
  try {
    const { hub, url } = await startHub(stage)
    running.push(hub)
    const agent = await startAgent(stage)
    running.push(agent)
    await enrol(stage, url, agent)
    const ended = Promise.race(running.map(({ exited }) => exited))
    const early = ended.then(() => Promise.reject(new Error('the hub or the agent ended before the demo did')))
    early.catch(() => undefined)
    await Promise.race([takeover(stage, mail), early])
    await stop(running)
  } finally {
    for (const each of running) each.kill('SIGKILL')
    await mail.close()
    await stage.clear()
  }
}

async function startHub({ hub }: Stage): Promise<{ hub: AgentProcess; url: string }> {
  tell('A hub starts, with a store of its own. Here all is on one machine; it could be one hub and a thousand servers.')
  show('$ spoor-hub serve')
  const process = start(hub, ['serve'])
  const line = await process.untilLine(/ listening: /)
  show(line)
  return { hub: process, url: `http://${/on (\S+)\.$/.exec(line)?.[1] ?? ''}` }
}

async function startAgent({ agent }: Stage): Promise<AgentProcess> {
  tell('On a server, the agent follows the logs: mail, logins, the requests to cPanel.')
  show('$ spoor-agent run')
  const process = start(agent, ['run'])
  await process.untilLine(/ source_found: /, STORY_LOGS.length)
  return process
}

async function enrol({ hub, agent }: Stage, url: string, process: AgentProcess): Promise<void> {
  tell('Whoever runs the hub makes a token. The server enrols with it, and may from then on speak for itself alone.')
  show('$ spoor-hub token create --label shared')
  const { token } = v.parse(MADE, await quietly(hub, ['token', 'create', '--label', 'shared', '--json']))
  show(`${token.slice(0, 10)}…`)
  await type(agent, ['enrol', url], `${token}\n`)
  show('(The demo sends SIGHUP, which is the same.)')
  process.kill('SIGHUP')
  await process.untilLine(/ config_reloaded: /)
}

const MADE = v.pipe(foreignJson, v.object({ token: v.string() }))

async function takeover(stage: Stage, mail: FakeMailServer): Promise<void> {
  const { hub, agent } = stage
  await deeds(stage)
  tell('The agent sees steps of a takeover in these lines, the hub one incident. Whoever is on duty has a mail:')
  show(readable(await arrived(mail, 1)))
  tell('What an operator sees on the hub: who tries, and what became of it.')
  await type(hub, ['incidents', 'list'])
  const { id } = v.parse(LISTED, await quietly(hub, ['incidents', 'list', '--kind', 'compromise', '--json']))
  await type(hub, ['incidents', 'show', `${id}`])
  tell('Is that so? On the server, the agent shows the very line that a step was taken from.')
  const { steps } = v.parse(SHOWN, await quietly(hub, ['incidents', 'show', `${id}`, '--json']))
  await type(agent, ['line', steps.find(({ log }) => log !== null)?.event ?? ''])
  tell('And what does nobody see? Each log of each server, and when it told something last.')
  await type(hub, ['coverage', '--all'])
  tell('The password is changed, the forward is gone: the operator says so, and whoever was told hears it.')
  await type(hub, ['incidents', 'resolve', `${id}`, '--reason', 'new password, forward and filter removed'])
  show(
    readable(await arrived(mail, 2))
      .split('\n\n', 2)
      .join('\n\n'),
  )
}

const LISTED = v.pipe(foreignJson, v.object({ id: v.number() }))
const SHOWN = v.pipe(
  foreignJson,
  v.object({ steps: v.array(v.object({ event: v.string(), log: v.nullable(v.string()) })) }),
)

/** What happens on the server, as it happens. */
async function deeds({ agent, logs }: Stage): Promise<void> {
  tell('A day like any other: 5,000 requests of people who read their mail.')
  await append(
    logs['cpanel-access'],
    Array.from({ length: 5000 }, (_, index) => noise(index)),
  )
  for (const { words, after, lines, hook } of STORY) {
    await setTimeout(Math.min(after, 3) * 1000)
    tell(words)
    const said = lines(Math.floor(Date.now() / 1000))
    for (const log of STORY_LOGS) {
      const all = said[log] ?? []
      const [line = ''] = all
      await append(logs[log], all)
      if (line !== '') show(`${all.length > 1 ? `${all.length} lines like ` : ''}${shortened(line)}`)
    }
    if (hook !== undefined) await quietly(agent, ['hook'], JSON.stringify(hook))
  }
}

/** Waits for a mail. */
async function arrived({ mails }: FakeMailServer, number: number): Promise<string> {
  for (; mails.length < number; await setTimeout(100));
  return mails[number - 1]?.data ?? ''
}

/** A mail as a program for mail shows it. */
function readable(data: string): string {
  const [head = '', ...body] = data.replaceAll('\r\n', '\n').split('\n\n')
  const shown = head.split('\n').filter((line) => /^(?:From|To|Subject|Importance): /.test(line))
  const text = body.join('\n\n').replaceAll('=\n', '')
  return [...shown, '', decoded(text)].join('\n')
}

function decoded(text: string): string {
  const bytes = text.replaceAll(/=([\dA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

function noise(index: number): string {
  const time = new Date(Date.UTC(2026, 10, 20, 7) + index * 100).toISOString()
  const pages = ['index.html', 'mail/fwds.html', 'mail/inbox.html', 'filemanager/index.html']
  return `192.0.2.${index % 250} - user${index % 40}%40shop.example [11/20/2026:${time.slice(11, 19)} -0000] "GET /cpsess0123456789/frontend/jupiter/${pages[index % 4]} HTTP/1.1" 200 0 "https://shop.example:2083/" "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" "s" "-" 2083`
}

async function stop(running: readonly AgentProcess[]): Promise<void> {
  tell('Hub and agent stop, and nothing of this is left.')
  for (const each of running.toReversed()) {
    each.kill('SIGTERM')
    const { code, stderr } = await each.exited
    if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`)
  }
}

await demo()
