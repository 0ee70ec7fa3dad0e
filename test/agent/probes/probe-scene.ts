import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import tls from 'node:tls'
import * as v from 'valibot'
import type { Probe, ProbeResult, ProbeStep } from '../../../agent/probes/probe.ts'
import { elapsed } from '../../../lib/system/clock.ts'
import type { TestCertificate } from '../../support/test-ca.ts'

/** What came of a probe, and what it told on the way. */
export interface ProbeRun extends ProbeResult {
  readonly steps: readonly string[]
}

/** Runs a probe with settings as written in a file; its time is over at the end of `limit`, or with that step. */
export async function runProbe<T>(
  probe: Probe<T>,
  written: unknown,
  limit?: Promise<unknown> | string,
): Promise<ProbeRun> {
  const controller = new AbortController()
  const steps: string[] = []
  const step = ({ sign, text }: ProbeStep): void => {
    steps.push(`${sign} ${text}`)
    if (steps.at(-1) === limit) controller.abort()
  }
  if (typeof limit === 'object') void limit.then(() => controller.abort())
  const tools = { check: 'checked', signal: controller.signal, now: () => Date.now(), elapsed, step }
  return { ...(await probe.run(v.parse(probe.settings, written), tools)), steps }
}

/** The sentence of the first fault in settings as written; undefined if there is none. */
export function settingsFault({ settings }: Pick<Probe, 'settings'>, written: unknown): string | undefined {
  return v.safeParse(settings, written).issues?.[0].message
}

/** A service that behaves as a test says. */
export interface PlayedService {
  readonly port: number
  readonly socket: string
  /** How many have connected. */
  readonly count: () => number
  /** Resolves once somebody has connected. */
  readonly connected: Promise<unknown>
}

/** Plays a service at a free port of loopback, or at a socket; with a certificate it speaks TLS at once. */
export async function playService(
  t: TestContext,
  play: (socket: net.Socket) => void,
  { certificate, isLocal = false }: { certificate?: TestCertificate; isLocal?: boolean } = {},
): Promise<PlayedService> {
  const server = certificate === undefined ? net.createServer() : tls.createServer(certificate)
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket: net.Socket) => sockets.add(socket.on('error', () => undefined)))
  server.on('tlsClientError', () => undefined)
  const arrival = certificate === undefined ? 'connection' : 'secureConnection'
  const connected = once(server, 'connection')
  server.on(arrival, (socket: net.Socket) => play(socket.on('error', () => undefined)))
  const folder = temporaryPlace(t)
  const socket = join(folder, 'socket')
  await once(isLocal ? server.listen(socket) : server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => {
    for (const each of sockets) each.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, socket, count: () => sockets.size, connected }
}

/** A folder for one test. */
export function temporaryPlace(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-probe-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Answers each line of a client by this table; what is not in it gets `otherwise`. */
export function answering(
  greeting: string,
  answers: Readonly<Record<string, string | ((socket: net.Socket) => void)>>,
  otherwise = '500 what?\r\n',
): (socket: net.Socket) => void {
  return (socket) => {
    let received = ''
    socket.write(greeting)
    socket.on('data', (bytes: Buffer) => {
      received += bytes.toString('latin1')
      for (let end = received.search(/[\n\0]/); end >= 0; end = received.search(/[\n\0]/)) {
        const answer = answers[received.slice(0, end).trim()] ?? otherwise
        received = received.slice(end + 1)
        if (typeof answer === 'string') socket.write(answer)
        else answer(socket)
      }
    })
  }
}
