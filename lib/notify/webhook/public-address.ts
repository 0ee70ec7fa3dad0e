import { isIP } from 'node:net'
import { inNetworks } from '../../text/networks.ts'

/**
 * Networks of IPv4 that are not the internet's (IANA's IPv4 Special-Purpose Address Registry; from 224 on multicast and
 * reserved), written as RFC 1918 does, without the zeros at the end. Metadata services are in 169.254/16 and 100.64/10.
 */
const SPECIAL_V4 =
  '0/8 10/8 100.64/10 127/8 169.254/16 172.16/12 192.0.0/24 192.0.2/24 192.88.99/24 192.168/16 198.18/15 198.51.100/24 203.0.113/24 224/3'

/** The only public address that is a service of the machine's own cloud: Azure's WireServer. */
const WIRE_SERVER = [168, 63, 129, 16].join('.')

/** All of the internet's IPv6; addresses that stand for one of IPv4, as ::ffff:127.0.0.1, are elsewhere. */
const GLOBAL_V6 = '2000/3'

/** What of it is not (IANA's IPv6 Special-Purpose Address Registry): Teredo and 6to4 lead to any address of IPv4. */
const SPECIAL_V6 = ['2001/23', '2001:db8/32', '2002/16', '3fff/20']

const isSpecial = inNetworks([...SPECIAL_V4.split(' ').map(wholeV4), WIRE_SERVER, ...SPECIAL_V6.map(wholeV6)])
const isGlobalV6 = inNetworks([wholeV6(GLOBAL_V6)])

/** Whether an address is of the internet: not of this machine, its networks, its cloud, a group or nobody. */
export function isPublicAddress(address: string): boolean {
  return isIP(address) === 4 ? !isSpecial(address) : isGlobalV6(address) && !isSpecial(address)
}

function wholeV4(network: string): string {
  const [start = '', bits] = network.split('/')
  const parts = start.split('.')
  return `${[...parts, ...Array.from({ length: 4 - parts.length }, () => '0')].join('.')}/${bits}`
}

function wholeV6(network: string): string {
  return network.replace('/', '::/')
}
