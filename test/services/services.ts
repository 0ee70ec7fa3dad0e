// `npm run services`: the real daemons that servers have, started without systemd in namespaces of their own, hung,
// killed and replaced by something else, while the built agent watches them. Needs root, and Debian's packages of these
// daemons, which it installs; it touches no service of this machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agentCommand } from '../support/agent-process.ts'
import { mortal } from '../support/mortal.ts'
import type { Daemon } from './daemon.ts'
import { memcached, redis } from './daemons/caches.ts'
import { clamd } from './daemons/clamd.ts'
import { mariadb, postgresql } from './daemons/databases.ts'
import { dovecot } from './daemons/dovecot.ts'
import { exim } from './daemons/exim.ts'
import { named } from './daemons/named.ts'
import { pureFtpd, sshd } from './daemons/remote.ts'
import { apache, nginx, phpFpm } from './daemons/web.ts'
import { installPackages, missingPackages } from './packages.ts'
import { watchDaemons } from './watch-daemons.ts'

const DAEMONS: readonly Daemon[] = [
  exim,
  dovecot,
  mariadb,
  postgresql,
  named,
  apache,
  nginx,
  phpFpm,
  pureFtpd,
  sshd,
  redis,
  memcached,
  clamd,
]

/** What begins the process within the namespaces. */
const INSIDE = 'inside'

/** Its processes, its network and its mounts are its own; whatever is left of it ends with it. */
const NAMESPACES = ['--net', '--pid', '--fork', '--kill-child', '--mount', '--mount-proc', '--']

async function services(): Promise<void> {
  const [word, folder] = process.argv.slice(2)
  if (word === INSIDE && folder !== undefined) return watchDaemons(folder, DAEMONS.filter(isThere), say)
  const [executable = ''] = agentCommand()
  if (!existsSync(executable)) {
    say(`${executable}: npm run build`)
    process.exitCode = 2
    return
  }
  const obstacle = obstacleHere()
  if (obstacle !== undefined) {
    if (process.env['SPOOR_CI'] !== undefined) throw new Error(obstacle)
    say(`Skipped: ${obstacle}`)
    return
  }
  prepare()
  process.exitCode = await inNamespaces()
}

function obstacleHere(): string | undefined {
  if (process.getuid?.() !== 0) return 'it takes root to start the daemons as their users'
  return existsSync('/usr/bin/unshare') ? undefined : 'it takes unshare (package util-linux)'
}

/** Installs what is missing; without apt some daemons are left out. */
function prepare(): void {
  const missing = missingPackages(DAEMONS)
  const began = performance.now()
  if (missing.length > 0 && existsSync('/usr/bin/apt-get')) {
    installPackages(missing)
    say(`installed ${missing.join(' ')} in ${Math.round((performance.now() - began) / 1000)} s`)
  }
  const absent = DAEMONS.filter((daemon) => !isThere(daemon)).map(({ name }) => name)
  if (absent.length === 0) return
  if (process.env['SPOOR_CI'] !== undefined) throw new Error(`not installed: ${absent.join(' ')}`)
  say(`Skipped, as they are not installed: ${absent.join(' ')}`)
}

function isThere({ needs }: Daemon): boolean {
  return Object.keys(needs).every((pattern) => globSync(pattern).length > 0)
}

async function inNamespaces(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-services-'))
  chmodSync(folder, 0o755)
  const [, script = ''] = process.argv
  const self = [process.execPath, ...process.execArgv, script, INSIDE, folder]
  const [program = '', ...words] = [...mortal, 'unshare', ...NAMESPACES, ...self]
  const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit'] })
  const end = (): void => void child.kill('SIGKILL')
  process.once('SIGINT', end).once('SIGTERM', end)
  try {
    const [code] = await once(child, 'exit')
    return typeof code === 'number' ? code : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await services()
