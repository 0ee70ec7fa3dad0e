import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type AgentProcess, agentCommand, spawnProgram } from '../support/agent-process.ts'
import { bundledFile } from '../support/bundled-file.ts'
import { mortal } from '../support/mortal.ts'
import { STORY_LOGS, type StoryLog } from '../support/takeover-story.ts'
import { show } from './narration.ts'

/** A program of the demo with its configuration. */
interface Player {
  /** As people type it. */
  readonly name: 'spoor-hub' | 'spoor-agent'
  readonly command: readonly string[]
  readonly config: string
}

/** Where the demo plays: a server, a hub and their files, in one folder. */
export interface Stage {
  readonly hub: Player
  readonly agent: Player
  readonly logs: Readonly<Record<StoryLog, string>>
  clear(): Promise<void>
}

/** Lays everything out. Mail goes to a port of this machine. */
export async function setStage(mailPort: number): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'spoor-demo-'))
  const at = (name: string): string => join(folder, name)
  for (const name of ['logs', 'hub', 'hub/store', 'server', 'server/run']) await mkdir(at(name), { mode: 0o700 })
  const logs = {
    dovecot: at('logs/maillog'),
    'exim-main': at('logs/exim_mainlog'),
    'cpanel-login': at('logs/login_log'),
    'cpanel-session': at('logs/session_log'),
    'cpanel-access': at('logs/access_log'),
    'cpanel-error': at('logs/error_log'),
  }
  for (const log of STORY_LOGS) await writeFile(logs[log], '')
  const [hub, agent] = [at('hub/hub.yml'), at('server/spoor.yml')]
  await writeFile(hub, hubConfig(at('hub/store'), mailPort), { mode: 0o600 })
  await writeFile(agent, agentConfig(logs, at('server')), { mode: 0o600 })
  const { SPOOR_HUB: executable } = process.env
  const hubCommand = executable === undefined ? [process.execPath, await bundledFile('hub')] : [resolve(executable)]
  return {
    hub: { name: 'spoor-hub', command: hubCommand, config: hub },
    agent: { name: 'spoor-agent', command: agentCommand(), config: agent },
    logs,
    clear: () => rm(folder, { recursive: true, force: true }),
  }
}

function hubConfig(store: string, mailPort: number): string {
  return `listen: 127.0.0.1:0
store: ${store}
alerts:
  channels:
    duty:
      mail: { from: spoor@example.com, to: duty@example.com, host: 127.0.0.1, port: ${mailPort} }
  rules:
    - { name: takeovers, to: duty, kinds: compromise, severity: critical, wait: 1s }
`
}

function agentConfig(logs: Stage['logs'], folder: string): string {
  return `followers:
  access: { name: ${logs['cpanel-access']} }
  error: { name: ${logs['cpanel-error']} }
  login: { name: ${logs['cpanel-login']} }
logs:
  - { driver: cpanel-session, path: ${logs['cpanel-session']} }
  - { driver: exim-main, path: ${logs['exim-main']} }
  - { driver: dovecot, path: ${logs.dovecot} }
events: [takeover, login_failed]
rules: { forward_wait: 4s }
host: { name: web1.example.com }
spool: { path: ${join(folder, 'spool')} }
runtime: { path: ${join(folder, 'run')} }
`
}

/** Starts a program; it ends with the demo at the latest. */
export function start({ command, config }: Player, words: readonly string[], input = ''): AgentProcess {
  return spawnProgram([...command, ...words, '--config', config], { under: mortal, input })
}

/** Types a command, and shows it with what it prints; throws if it fails. */
export async function type(player: Player, words: readonly string[], input?: string): Promise<string> {
  show(`$ ${player.name} ${words.map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')}`)
  const stdout = await quietly(player, words, input)
  show(stdout)
  return stdout
}

/** The same without showing it. */
export async function quietly(player: Player, words: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await start(player, words, input).exited
  if (code !== 0) throw new Error(`${player.name} ${words.join(' ')} ended with ${code}: ${stdout}${stderr}`)
  return stdout
}

/** Appends lines to a log of the server. */
export async function append(path: string, lines: readonly string[]): Promise<void> {
  await appendFile(path, lines.map((line) => `${line}\n`).join(''))
}
