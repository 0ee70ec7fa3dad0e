import { isIPv4, isIPv6 } from 'node:net'
import { ipGroups } from '../text/ip-groups.ts'

/**
 * The network that an address is in, as far as one owner of addresses usually reaches: a /24 of IPv4, a /64 of IPv6
 * (RFC 6177). `ip` as drivers write it (RFC 5952); undefined for any other text.
 */
export function networkOf(ip: string): string | undefined {
  if (isIPv4(ip)) return `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`
  if (!isIPv6(ip) || ip.includes('.')) return undefined
  const prefix = ipGroups(ip).slice(0, 4)
  while (prefix.at(-1) === '0') prefix.pop()
  return `${prefix.join(':')}::/64`
}
