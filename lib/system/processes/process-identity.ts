import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { ActionNeeded, EXIT, codeOf } from '../errors.ts'

/**
 * Names one process for good: a pid is used again after a while, a pid with its start time is not within one boot.
 * Source: proc(5), /proc/<pid>/stat field 22 (clock ticks since boot) and /proc/sys/kernel/random/boot_id.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
  readonly bootId: string
}

/** What a file must hold to name a process. */
export const processIdentity: v.GenericSchema<unknown, ProcessIdentity> = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  startTime: v.string(),
  bootId: v.string(),
})

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? '', bootId: bootId() }
}

/**
 * Whether that very process runs now; a zombie does not. One that does not show in /proc is taken for it by its pid
 * alone.
 */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.bootId !== bootId()) return false
  const startTime = startTimeOf(identity.pid)
  return startTime === undefined ? isHidden(identity.pid) : startTime === identity.startTime
}

/** Whether /proc shows what has this pid. */
export function isShown(pid: number): boolean {
  return startTimeOf(pid) !== undefined
}

/** Names this run of the kernel. Throws `ActionNeeded` where it does not show, as in a chroot without /proc. */
export function bootId(file: string = '/proc/sys/kernel/random/boot_id'): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ActionNeeded(
      `${file}: cannot be read (${codeOf(error)}); mount /proc, and in a unit of systemd leave out ProcSubset=pid.`,
      EXIT.failed,
      { cause: error },
    )
  }
}

/**
 * Whether that pid is a process now that /proc does not show (`hidepid`, proc(5)): that of another user, to which
 * kill(2) may send nothing, and one of the same user that has a capability more, as the collector has, or came from
 * root.
 */
function isHidden(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** '' where it has ended, and nobody has waited for it; undefined where none shows. */
function startTimeOf(pid: number): string | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch (error) {
    // ESRCH: it went between the opening and the reading. Anything else does not say that it is gone.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined
    throw error
  }
  // The second field is the process's own name and may hold spaces and brackets: count from the last one.
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' || state === 'X' ? '' : rest[18]
}
