import { closeSync, openSync, writeSync } from 'node:fs'
import { randomNumbers } from '../support/random-numbers.ts'
import { trafficLines } from '../support/traffic-log.ts'

/** A generated access log. */
export interface TrafficFile {
  readonly path: string
  /** Its size, in bytes. */
  readonly bytes: number
}

/**
 * Writes an access log of about that size, the same for the same arguments: in the format `combined`, or, with a number
 * of virtual hosts, `vhost_combined`, some of them far busier than others.
 */
export function writeTraffic(path: string, size: number, vhosts = 0): TrafficFile {
  const random = randomNumbers()
  const file = openSync(path, 'w')
  let [block, bytes] = ['', 0]
  for (const line of trafficLines(Infinity)) {
    if (vhosts > 0) block += `www${Math.floor((random(1000) / 1000) ** 3 * vhosts)}.example.com:443 `
    block += `${line}\n`
    const isLast = bytes + block.length >= size
    if (!isLast && block.length < 1024 ** 2) continue
    bytes += writeSync(file, block, null, 'latin1')
    block = ''
    if (isLast) break
  }
  closeSync(file)
  return { path, bytes }
}
