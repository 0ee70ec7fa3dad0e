import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { unlessInstalled } from './installed.ts'
import { mortal } from './mortal.ts'

/** Two hosts with a cable between them, each in a network namespace of its own: 192.0.2.1 and 192.0.2.2, say. */
export interface NetworkPair {
  /** What comes before a command that runs at the first host. */
  readonly near: readonly string[]
  /** Runs a command at the first host. */
  readonly atNear: (...command: readonly string[]) => void
  /** Runs a command at the second host. */
  readonly atFar: (...command: readonly string[]) => void
}

/** For `skip`: why there can be no such hosts here. */
export function unlessNetworks(): string | false {
  if (process.getuid?.() !== 0) return 'needs root'
  if (spawnSync('unshare', ['--net', 'true']).status !== 0) return 'needs the right to make network namespaces'
  return (
    unlessInstalled('/usr/sbin/ip', 'iproute2') ||
    unlessInstalled('/usr/sbin/nft', 'nftables') ||
    unlessInstalled('/usr/bin/ping', 'iputils-ping')
  )
}

/** Makes the two hosts, which end with the test. */
export async function createNetworkPair(t: Pick<TestContext, 'after'>): Promise<NetworkPair> {
  const [near, far] = [await startHost(t), await startHost(t)]
  const [atNear, atFar] = [runnerAt(near), runnerAt(far)]
  atNear('ip', 'link', 'add', 'cable', 'type', 'veth', 'peer', 'name', 'cable', 'netns', String(far))
  for (const [number, run] of [atNear, atFar].entries()) {
    run('ip', 'link', 'set', 'lo', 'up')
    run('ip', 'link', 'set', 'cable', 'up')
    run('ip', 'address', 'add', `192.0.2.${number + 1}/24`, 'dev', 'cable')
    run('ip', 'address', 'add', `2001:db8::${number + 1}/64`, 'dev', 'cable', 'nodad')
  }
  return { near: entering(near), atNear, atFar }
}

/** A process that keeps a namespace; its number. */
async function startHost(t: Pick<TestContext, 'after'>): Promise<number> {
  const [program, ...words] = [...mortal, 'unshare', '--net', 'sh', '-c', 'echo; exec sleep infinity']
  const host = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] })
  t.after(() => host.kill('SIGKILL'))
  await once(host.stdout, 'data')
  return host.pid ?? 0
}

function entering(pid: number): readonly string[] {
  return ['nsenter', '--net', '--target', String(pid), '--']
}

function runnerAt(pid: number): (...command: readonly string[]) => void {
  return (...command) => {
    const [program = '', ...words] = [...entering(pid), ...command]
    execFileSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  }
}
