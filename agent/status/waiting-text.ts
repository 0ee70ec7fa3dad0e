import { counted } from '../../lib/terminal/count.ts'
import type { Amount } from '../spool/upkeep/spool-status.ts'

/** How much waits in a queue, for people: `3 waiting (1,024 bytes, oldest 5 s)`. */
export function waitingText({ waiting, waitingBytes, oldest }: Amount, now: number): string {
  const age = oldest === undefined ? '' : `, oldest ${Math.max(0, Math.round((now - oldest) / 1000))} s`
  return `${waiting} waiting (${counted(waitingBytes, 'byte')}${age})`
}
