import { BlockList, isIP } from 'node:net'

/** Whether a text is an address, or a network in CIDR notation. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** Tells whether an address is in one of these networks (`isNetwork`); other texts are in none. */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const four = new BlockList()
  const six = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const isFour = isIP(address) === 4
    const length = bits === undefined ? (isFour ? 32 : 128) : Number(bits)
    if (isFour) four.addSubnet(address, length, 'ipv4')
    else six.addSubnet(address, length, 'ipv6')
  }
  // One list for each family, because ::/0 would match all IPv4 addresses, too.
  return (address) => {
    const family = isIP(address)
    return family === 4 ? four.check(address, 'ipv4') : family === 6 && six.check(address, 'ipv6')
  }
}
