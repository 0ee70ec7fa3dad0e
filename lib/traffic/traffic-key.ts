import { type TrafficLine, RANGE } from './log-format/traffic-line.ts'

/** What requests are counted by. A section is the beginning of a page, up to its second `/`. */
export const TRAFFIC_KEYS = [
  'ip',
  'local_user',
  'remote_user',
  'action',
  'page',
  'protocol',
  'status_code',
  'section',
] as const

/** See TRAFFIC_KEYS. */
export type TrafficKey = (typeof TRAFFIC_KEYS)[number]

const SLASH = 0x2f

/** The range of a line that a key is in: the number in `starts`, and how it ends. */
export function keyRange(key: TrafficKey): number {
  return RANGE[key === 'section' ? 'page' : key]
}

/** Where the section of a page ends: `/shop` of `/shop/cart`, and all of `/list`. */
export function sectionEnd({ bytes, starts, ends }: TrafficLine): number {
  const end = ends[RANGE.page] ?? 0
  let slashes = 0
  for (let at = starts[RANGE.page] ?? 0; at < end; at += 1) {
    if (bytes[at] !== SLASH) continue
    slashes += 1
    if (slashes === 2) return at
  }
  return end
}
