/** The eight groups of an IPv6 address without an IPv4 tail, as written; `0` for those that `::` leaves out. */
export function ipGroups(ip: string): readonly string[] {
  const [head = '', tail = ''] = ip.split('%', 1).join('').split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - after.length) }, () => '0')
  return [...groups, ...zeros, ...after]
}
