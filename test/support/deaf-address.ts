import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import type { TestContext } from 'node:test'

/** A server that answers every POST with 202, once it may. */
const SERVER = `
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end())
  })
  server.listen({ host: process.argv[1], port: Number(process.argv[2]), backlog: 1 }, () => {
    process.stdout.write(String(server.address().port), () => require('node:fs').readSync(0, Buffer.alloc(1)))
  })`

/** An address where nothing answers and connections wait, like one behind a firewall that drops packets. */
export interface DeafAddress {
  readonly port: number
  /** Lets it answer: waiting clients are connected when their kernel retries. */
  hear(): void
}

/**
 * Makes a loopback address deaf, at the given or a free port: the queue of its listener is full, so the kernel drops
 * each SYN.
 */
export async function deafAddress(t: TestContext, host: string, port: number = 0): Promise<DeafAddress> {
  const child = spawn(process.execPath, ['-e', SERVER, host, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const [told] = await once(child.stdout, 'data')
  const listening = Number(String(told))
  // A backlog of 1 holds 2 connections (listen(2), and sk_acceptq_is_full in the kernel).
  for (let waiting = 0; waiting < 2; waiting += 1) {
    const socket = net.connect({ host, port: listening })
    t.after(() => socket.destroy())
    await once(socket, 'connect')
    socket.on('error', () => undefined)
  }
  return { port: listening, hear: () => void child.stdin.write('.') }
}
