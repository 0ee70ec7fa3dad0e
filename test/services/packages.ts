import { spawnSync } from 'node:child_process'
import { existsSync, globSync, rmSync, writeFileSync } from 'node:fs'
import type { Daemon } from './daemon.ts'

/** What it says forbids every start of a service while packages are installed (invoke-rc.d(8)). */
const POLICY = '/usr/sbin/policy-rc.d'

/** The tools of this test itself. */
const TOOLS = { '/usr/sbin/ip': 'iproute2', '/usr/bin/unshare': 'util-linux', '/usr/bin/ssh-keygen': 'openssh-client' }

/** The packages that are missing for these. */
export function missingPackages(daemons: readonly Pick<Daemon, 'needs'>[]): readonly string[] {
  const needs = [...daemons.flatMap((daemon) => Object.entries(daemon.needs)), ...Object.entries(TOOLS)]
  const missing = needs.filter(([pattern]) => globSync(pattern).length === 0)
  return [...new Set(missing.map(([, name]) => name))]
}

/** Installs packages of Debian, and starts none of their services. Throws with what apt says. */
export function installPackages(names: readonly string[]): void {
  const hadPolicy = existsSync(POLICY)
  if (!hadPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', ...names)
  } finally {
    if (!hadPolicy) rmSync(POLICY)
  }
}

function apt(...words: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync('apt-get', words, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (status !== 0) throw new Error(`apt-get ${words.join(' ')}: ${stderr}`)
}
