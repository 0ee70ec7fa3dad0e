import { closeSync, openSync, writeSync } from 'node:fs'
import { trafficLines } from '../support/traffic-log.ts'

/** Bytes of a line of such a log, on average. */
const LINE = 199

/** A generated access log in the format combined. */
export interface TrafficFile {
  readonly path: string
  /** Its size, in bytes. */
  readonly bytes: number
}

/** Writes an access log of about that size, the same for the same size. */
export function writeTraffic(path: string, size: number): TrafficFile {
  const file = openSync(path, 'w')
  let [block, bytes] = ['', 0]
  const flush = (): void => {
    bytes += writeSync(file, block, null, 'latin1')
    block = ''
  }
  for (const line of trafficLines(Math.ceil(size / LINE))) {
    block += `${line}\n`
    if (block.length > 1024 ** 2) flush()
  }
  flush()
  closeSync(file)
  return { path, bytes }
}
