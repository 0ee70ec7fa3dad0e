import { sizeWithUnit } from '../../lib/terminal/size-with-unit.ts'
import { inWords } from '../../lib/time/duration.ts'
import type { Amount, SpoolStatus } from '../spool/upkeep/spool-status.ts'

/** How much waits in a queue, for people: `3 waiting (1.00 KiB, oldest 5 s)`. */
export function waitingText({ waiting, waitingBytes, oldest }: Amount, now: number): string {
  const age = oldest === undefined ? '' : `, oldest ${inWords(now - oldest)}`
  return `${waiting} waiting (${sizeWithUnit(waitingBytes)}${age})`
}

/** How much was refused for good, for people: `2 failed (1 acknowledged)`. */
export function failedText({ failed, acknowledged }: Pick<SpoolStatus, 'failed' | 'acknowledged'>): string {
  return `${failed} failed${acknowledged === 0 ? '' : ` (${acknowledged} acknowledged)`}`
}
