import { existsSync } from 'node:fs'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { realPath } from '../../lib/system/files/real-path.ts'
import { isLooking, isOver, type LastLook, lastLookFile, readLastLook } from '../backstop/last-look.ts'

/** The unit that makes the backstop look, every five to seven minutes. */
export const TIMER = 'spoor-agent-backstop.timer'

/** Milliseconds after which a look is taken for one that hangs; systemd ends it 5 minutes later. */
const LONG = 10 * 60_000

/** Milliseconds without a look after which its timer does not run. */
const SILENT = 30 * 60_000

/**
 * How the backstop is: switched off by hand; before its first look; looking; at rest after a look that succeeded or
 * failed; or at fault: it hangs, its looks end without a word, or nothing starts it.
 */
export interface BackstopStatus extends Pick<LastLook, 'failed'> {
  readonly state: 'off' | 'waiting' | 'looking' | 'succeeded' | 'failed' | 'hangs' | 'unfinished' | 'absent'
  /** When the last look began. */
  readonly begunAt?: number
  /** How many looks did not come to their end. */
  readonly unfinished?: number
  /** The last look that succeeded. */
  readonly success?: LastLook['success']
}

/** Where and when it is looked at. */
interface Moment {
  /** The files of the host are below it. */
  readonly root?: string
  /** Milliseconds since the epoch, as all here. */
  readonly now?: number
  /** When the services were started; undefined if they do not run, or it is not known. */
  readonly since?: number | undefined
}

/** How the backstop of a spool is; undefined where there is no cPanel, or no backstop was installed. */
export async function backstopStatus(
  spool: string,
  { root = '/', now = Date.now(), since }: Moment,
): Promise<BackstopStatus | undefined> {
  if (isMasked(root)) return { state: 'off' }
  if (!existsSync(join(root, 'etc/userdomains'))) return undefined
  const look = await readLastLook(lastLookFile(spool))
  if (look !== undefined) return statusAfter(look, now, since)
  if (!hasTimer(root) && !existsSync(`${spool}-inbox/backstop`)) return undefined
  return { state: since !== undefined && isSilent(now, since) ? 'absent' : 'waiting' }
}

function statusAfter(look: LastLook, now: number, since = 0): BackstopStatus {
  const { begunAt, failed, success } = look
  const [isOn, isEnded] = [isLooking(look), isOver(look)]
  const unfinished = look.unfinished + (isOn || isEnded ? 0 : 1)
  const stateOf = (): BackstopStatus['state'] => {
    if (isOn && now - begunAt > LONG) return 'hangs'
    if (!isOn && isSilent(now, begunAt, since)) return 'absent'
    if (unfinished > 0) return 'unfinished'
    if (isOn) return 'looking'
    return failed === undefined ? 'succeeded' : 'failed'
  }
  return {
    state: stateOf(),
    begunAt,
    ...(unfinished > 0 && { unfinished }),
    ...(failed !== undefined && { failed }),
    ...(success !== undefined && { success }),
  }
}

/** Whether nobody has looked for long, although the machine and all of this are that old. */
function isSilent(now: number, ...since: readonly number[]): boolean {
  return now - Math.max(now - uptime() * 1000, ...since) > SILENT
}

/** Whether the package, or an administrator, has put its timer there. */
function hasTimer(root: string): boolean {
  return ['usr/lib', 'etc'].some((folder) => existsSync(join(root, folder, 'systemd/system', TIMER)))
}

/** `systemctl mask` makes a link to /dev/null (systemctl(1)). */
function isMasked(root: string): boolean {
  return realPath(join(root, 'etc/systemd/system', TIMER)) === '/dev/null'
}
