import { isIPv6 } from 'node:net'
import { proxyFault } from '../../settings/proxy-url.ts'
import { ActionNeeded, EXIT } from '../../system/errors.ts'

/** What the environment says of proxies, as curl and most others read it; the small letters count first. */
type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy by which an API is reached, undefined for none. What is configured counts, `none` for
 * none; else HTTPS_PROXY and NO_PROXY. An API at http:// is on this machine, and never reached by a proxy. Throws `ActionNeeded` where the
 * environment's is no URL.
 */
export function proxyFor(host: string, configured: string | undefined, environment: Environment): URL | undefined {
  const url = new URL(host)
  if (configured === 'none' || url.protocol === 'http:') return undefined
  if (configured !== undefined) return new URL(configured)
  const proxy = environment['https_proxy'] || environment['HTTPS_PROXY']
  if (!proxy || isExempt(url, environment['no_proxy'] || environment['NO_PROXY'] || '')) return undefined
  const text = proxy.includes('://') ? proxy : `http://${proxy}`
  const fault = proxyFault(text)
  // Not the text itself: it may hold a password.
  if (fault !== undefined) throw new ActionNeeded(`HTTPS_PROXY of the environment ${fault}.`, EXIT.usage)
  return new URL(text)
}

/** Whether NO_PROXY names this host, a domain that it is in, or `*`; each with or without a port. */
function isExempt({ hostname, port }: URL, noProxy: string): boolean {
  const host = withoutBrackets(hostname)
  const entries = noProxy.toLowerCase().split(/[\s,]+/)
  return entries.some((entry) => {
    if (entry === '*') return true
    const [, name = '', wanted] = /^(\[[^\]]*\]|.*?)(?::(\d+))?$/.exec(isIPv6(entry) ? `[${entry}]` : entry) ?? []
    if (name === '' || (wanted !== undefined && wanted !== (port || '443'))) return false
    const domain = withoutBrackets(name).replace(/^\*?\./, '')
    return host === domain || host.endsWith(`.${domain}`)
  })
}

/** The name or address of a host as sockets want it: an IPv6 address without brackets. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
