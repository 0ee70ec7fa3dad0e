import { BlockList, isIP } from 'node:net'

/** Where the hub listens: a TCP port of an address, or a UNIX socket. */
export type ListenAddress = { readonly host: string; readonly port: number } | { readonly path: string }

/** Parses `127.0.0.1:8460`, `[::1]:8460` or an absolute path; undefined if it is none of these. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  if (text.startsWith('/')) return { path: text }
  const [, bracketed, plain, digits = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host === undefined || port > 65_535 || isIP(host) !== (bracketed === undefined ? 4 : 6)) return undefined
  return { host, port }
}

/** The address as it is written in the configuration; `port` if the system chose it. */
export function textOfAddress(address: ListenAddress, port?: number): string {
  if ('path' in address) return address.path
  const { host } = address
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port ?? address.port}`
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Whether only this machine can reach the address. */
export function isLocal(address: ListenAddress): boolean {
  if ('path' in address) return true
  return LOOPBACK.check(address.host, isIP(address.host) === 6 ? 'ipv6' : 'ipv4')
}
