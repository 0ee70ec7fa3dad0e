import { KNOWN_SERVICES } from '../../probes/tcp/services.ts'
import type { FoundCheck } from './found-check.ts'
import type { OwnAddress } from './listening-ports.ts'

type Found = Pick<FoundCheck, 'name' | 'type' | 'settings'>

/** Who answers anything else works: what the site of this address is, nobody knows here. */
const ANSWERS = '200-499'

/** What checks a web server. */
function web(name: string, scheme: 'http' | 'https', port: number): Checker {
  return (host) => {
    const url = `${scheme}://${host === '::1' ? '[::1]' : host}:${port}/`
    return { name, type: 'http', settings: { url, status: ANSWERS } }
  }
}

/** What checks a service whose type or name tells the port. */
function at(name: string, type: string, settings: Readonly<Record<string, string>> = {}): Checker {
  return (host) => ({ name, type, settings: { ...settings, ...(host !== '127.0.0.1' && { host }) } })
}

type Checker = (host: OwnAddress) => Found

/**
 * What usually listens at a port. Source for those of cPanel: https://docs.cpanel.net, "How to Configure Your Firewall
 * for cPanel & WHM Services".
 */
const CHECKERS: ReadonlyMap<number, Checker> = new Map([
  ...Object.entries(KNOWN_SERVICES).map(([service, { port }]) => [port, at(service, 'tcp', { service })] as const),
  [53, at('dns', 'dns')],
  [80, web('http', 'http', 80)],
  [443, web('https', 'https', 443)],
  [2083, web('cpanel', 'https', 2083)],
  [2087, web('whm', 'https', 2087)],
  [2096, web('webmail', 'https', 2096)],
  [3306, at('mysql', 'mysql')],
  [5432, at('postgres', 'postgres')],
])

/** The checks of what listens at known ports, in their order. */
export function portChecks(ports: ReadonlyMap<number, OwnAddress>): readonly FoundCheck[] {
  return [...CHECKERS]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([port, checker]) => {
      const host = ports.get(port)
      return host === undefined ? [] : [{ ...checker(host), disabledBy: [], found: `it listens at port ${port}` }]
    })
}
