import { counted } from '../../lib/terminal/count.ts'
import type { Amount, SpoolStatus } from '../spool/upkeep/spool-status.ts'

/** How much waits in a queue, for people: `3 waiting (1,024 bytes, oldest 5 s)`. */
export function waitingText({ waiting, waitingBytes, oldest }: Amount, now: number): string {
  const age = oldest === undefined ? '' : `, oldest ${Math.max(0, Math.round((now - oldest) / 1000))} s`
  return `${waiting} waiting (${counted(waitingBytes, 'byte')}${age})`
}

/** How much was refused for good, for people: `2 failed (1 acknowledged)`. */
export function failedText({ failed, acknowledged }: Pick<SpoolStatus, 'failed' | 'acknowledged'>): string {
  return `${failed} failed${acknowledged === 0 ? '' : ` (${acknowledged} acknowledged)`}`
}
