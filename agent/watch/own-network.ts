import { connect } from 'node:net'
import { join } from 'node:path'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import type { ReferenceTarget } from '../config/checks/check-config.ts'

/** A route that is up (RTF_UP) and leads somewhere (not RTF_REJECT); linux/route.h. */
const [UP, REJECT] = [0x1, 0x200]

/** Milliseconds that a reference may take. */
const PATIENCE = 5000

/** Kernel files are small; these have a line for each route. */
const MOST = { most: 1024 * 1024 }

/** What a look at the own network works with. */
export interface NetworkParts {
  /** Where the files of the kernel are: `/`. */
  readonly root: string
  readonly references: readonly ReferenceTarget[]
  readonly signal: AbortSignal
}

/**
 * Why this host has no network, in words; undefined if it has one. A reference that answers proves it, whatever the
 * routes say; without references the routes alone are asked, and the links that they use.
 */
export async function networkFault({ root, references, signal }: NetworkParts): Promise<string | undefined> {
  const own = await ownFault(root)
  if (references.length === 0) return own
  const answers = await Promise.all(references.map((reference) => doesAnswer(reference, signal)))
  if (answers.includes(true)) return undefined
  return own ?? 'none of the references answers'
}

async function ownFault(root: string): Promise<string | undefined> {
  const devices = await defaultDevices(root)
  if (devices === undefined) return undefined
  if (devices.length === 0) return 'there is no default route'
  const carriers = await Promise.all(devices.map((device) => hasCarrier(root, device)))
  return carriers.includes(true) ? undefined : `there is no link at ${devices.join(' and ')}`
}

/** The devices of all default routes; undefined if the kernel does not say. */
async function defaultDevices(root: string): Promise<readonly string[] | undefined> {
  const [v4, v6] = await Promise.all([read(root, 'proc/net/route'), read(root, 'proc/net/ipv6_route')])
  if (v4 === undefined && v6 === undefined) return undefined
  const devices = [...(v4 ?? '').split('\n').map(defaultV4), ...(v6 ?? '').split('\n').map(defaultV6)]
  return [...new Set(devices.filter((device) => device !== undefined))]
}

/** `eth0 00000000 010200C0 0003 0 0 100 00000000 …`: device, destination, gateway, flags, …, mask. */
function defaultV4(line: string): string | undefined {
  const [device, destination, , flags = '', , , , mask] = line.split(/\s+/)
  const isDefault = destination === '00000000' && mask === '00000000'
  return isDefault && leadsOn(flags) ? device : undefined
}

/** Destination, its prefix, source, its prefix, next hop, metric, two counts, flags, device; numbers in base 16. */
function defaultV6(line: string): string | undefined {
  const [destination = '', prefix, , , , , , , flags = '', device] = line.trim().split(/\s+/)
  return /^0{32}$/.test(destination) && prefix === '00' && leadsOn(flags) && device !== 'lo' ? device : undefined
}

function leadsOn(flags: string): boolean {
  const bits = Number.parseInt(flags, 16)
  return (bits & UP) !== 0 && (bits & REJECT) === 0
}

/** Only a device that says so has no carrier: a tunnel may say nothing. */
async function hasCarrier(root: string, device: string): Promise<boolean> {
  return (await read(root, join('sys/class/net', device, 'carrier')))?.trim() !== '0'
}

async function read(root: string, path: string): Promise<string | undefined> {
  return readRegularFile(join(root, path), MOST).catch(() => undefined)
}

function doesAnswer({ host, port }: ReferenceTarget, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal: eitherSignal(signal, AbortSignal.timeout(PATIENCE)) })
    const end = (answers: boolean): void => {
      socket.destroy()
      resolve(answers)
    }
    socket.on('connect', () => end(true))
    // A refusal came from there, too.
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'))
  })
}
