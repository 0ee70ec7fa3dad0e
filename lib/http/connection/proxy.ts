import { isIPv6 } from 'node:net'
import { proxyFault } from '../../settings/proxy-url.ts'
import { ActionNeeded, EXIT } from '../../system/errors.ts'

/** Variables that name proxies, as curl and most programs read them: lower case counts first. */
type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy for the server at a URL, undefined for none: the configured one (`none` for none), or else that of
 * HTTPS_PROXY and NO_PROXY. A server at http:// needs no proxy: the settings allow plain HTTP only on this machine.
 * Throws `ActionNeeded` where HTTPS_PROXY is no URL.
 */
export function proxyFor(server: string, configured: string | undefined, environment: Environment): URL | undefined {
  const url = new URL(server)
  if (configured === 'none' || url.protocol === 'http:') return undefined
  if (configured !== undefined) return new URL(configured)
  const proxy = environment['https_proxy'] || environment['HTTPS_PROXY']
  if (!proxy || isExempt(url, environment['no_proxy'] || environment['NO_PROXY'] || '')) return undefined
  const text = proxy.includes('://') ? proxy : `http://${proxy}`
  const fault = proxyFault(text)
  // Without the text, which may hold a password.
  if (fault !== undefined) throw new ActionNeeded(`HTTPS_PROXY of the environment ${fault}.`, EXIT.usage)
  return new URL(text)
}

/** Whether NO_PROXY names this host, one of its domains, or `*`, each with or without a port. */
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

/** The host of a URL as sockets want it: an IPv6 address without its brackets. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
