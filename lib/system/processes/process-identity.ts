import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { ActionNeeded, EXIT, codeOf } from '../errors.ts'

/**
 * Identifies one process for good. Pids are reused after a while; a pid with its start time is unique within one boot.
 * Source: proc(5), /proc/<pid>/stat field 22 (clock ticks since boot) and /proc/sys/kernel/random/boot_id.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
  readonly bootId: string
}

/** Schema of a process identity in a file. */
export const processIdentity: v.GenericSchema<unknown, ProcessIdentity> = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  startTime: v.string(),
  bootId: v.string(),
})

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '', bootId: bootId() }
}

/** Whether exactly that process is running; a zombie is not. If /proc hides the process, its pid alone decides. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== bootId()) return false
  const startTime = startTimeOf(identity.pid)
  return startTime === undefined ? isHidden(identity.pid) : startTime === identity.startTime
}

/** Whether /proc shows a process with this pid. */
export function isShown(pid: number): boolean {
  return startTimeOf(pid) !== undefined
}

/** Identifies this boot. Throws `ActionNeeded` if it cannot be read, as in a chroot without /proc. */
export function bootId(file: string = '/proc/sys/kernel/random/boot_id'): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ActionNeeded(
      `${file}: cannot be read (${codeOf(error)}); mount /proc, and remove ProcSubset=pid from the systemd unit.`,
      EXIT.failed,
      { cause: error },
    )
  }
}

/**
 * Whether the pid belongs to a running process that /proc hides (`hidepid`, proc(5)): one of another user, which
 * kill(2) may not signal, or one of the same user that has more capabilities, like the collector, or once ran as root.
 */
function isHidden(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** '' if the process has ended but nobody has waited for it; undefined if /proc shows none. */
function startTimeOf(pid: number): string | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch (error) {
    // ESRCH: the process ended between open and read. No other error says that it has ended.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined
    throw error
  }
  // The second field is the process's own name and may contain spaces and brackets: count from the last bracket.
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? '' : rest[18]
}
