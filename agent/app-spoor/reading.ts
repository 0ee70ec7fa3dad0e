import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import type { Config } from '../config/config.ts'
import { loadConfig } from '../config/load.ts'
import type { Position } from '../follow/checkpoint.ts'
import { unitOf } from '../roles/role.ts'
import { COLLECTOR } from '../roles/roles.ts'
import { isUnitActive } from '../setup/systemctl.ts'
import { peekCheckpoints } from '../spool/positions/saved-checkpoints.ts'
import { CONFIG, type MigratedHost } from './migrated-host.ts'
import { openedFiles } from './old-processes.ts'
import { type OldUnit, processOf } from './old-units.ts'

/** The service that reads. */
export const READING_UNIT = unitOf(COLLECTOR)

/** Milliseconds between two looks. */
const PACE = 500

/** Milliseconds in which the collector has saved a position of each log. */
const START = 60_000

/**
 * Milliseconds in which an old follower has read what was in the logs: a rotation it sees only after a hundred seconds
 * without a line (File::Tail 1.3, `resetafter`).
 */
const CATCH_UP = 180_000

/** Where we have read a log of App::Spoor to, as it is saved. */
interface ReadLog {
  /** Of the host. */
  readonly path: string
  /** Undefined if nothing is saved of it yet. */
  readonly position: Position | undefined
}

/** How the logs of App::Spoor that exist are read. Throws `ActionNeeded` if the configuration is wrong. */
export async function readLogs(root: string): Promise<readonly ReadLog[]> {
  const { config } = await loadConfig(join(root, CONFIG))
  const saved = await peekCheckpoints(join(root, config.spool.path))
  return logsOf(config)
    .map(({ source, path }) => ({
      path: join(root, path),
      position: saved?.sources[source]?.[path]?.files.at(-1),
    }))
    .filter(({ path }) => existsSync(path))
}

/** Whether the collector runs, and a position of each log is saved: whatever happens, it goes on from there. */
export async function isReading(root: string, signal: AbortSignal): Promise<boolean> {
  if (!(await isUnitActive(root, READING_UNIT, signal))) return false
  const logs = await readLogs(root)
  return logs.length > 0 && logs.every(({ position }) => position !== undefined)
}

/** Waits until the collector reads. Throws `ActionNeeded` if it does not within a minute. */
export async function untilReading({ root, clock }: MigratedHost, signal: AbortSignal): Promise<void> {
  if (logsOf((await loadConfig(join(root, CONFIG))).config).length === 0)
    throw new ActionNeeded('The configuration follows none of the logs that App::Spoor does; see followers in it.')
  for (let waited = 0; waited <= START; waited += PACE) {
    if (await isReading(root, signal)) return
    await clock.sleep(PACE, signal)
    signal.throwIfAborted()
  }
  throw new ActionNeeded(`It does not read; see what it says: journalctl -u ${READING_UNIT}`)
}

/**
 * Waits until each of these followers has read beyond where the collector is now, and has handled that: from then on it
 * reads nothing that the collector has not, and what was before the collector's start is in its files. Throws
 * `ActionNeeded` if that takes too long.
 */
export async function untilCaughtUp(
  { root, clock }: MigratedHost,
  units: readonly OldUnit[],
  lag: number,
  signal: AbortSignal,
): Promise<void> {
  const logs = await readLogs(root)
  const behind = async (): Promise<string | undefined> => {
    for (const { unit } of units) if (await isBehind(root, unit, logs, signal)) return unit
    return undefined
  }
  const active = units.filter(({ isActive }) => isActive)
  if (active.length === 0) return
  for (let waited = 0; (await behind()) !== undefined; waited += PACE) {
    if (waited > CATCH_UP) {
      throw new ActionNeeded(
        `${await behind()} has not read its log to where the collector began, so nothing was stopped; both read. Run this again.`,
      )
    }
    await clock.sleep(PACE, signal)
    signal.throwIfAborted()
  }
  // What it has read it handles at its next look.
  await clock.sleep(lag + 3000, signal)
  signal.throwIfAborted()
}

/** One that has none of the logs open begins at their ends when it opens them. */
async function isBehind(root: string, unit: string, logs: readonly ReadLog[], signal: AbortSignal): Promise<boolean> {
  const pid = await processOf(root, unit, signal)
  const files = pid === undefined ? [] : openedFiles(root, pid)
  return logs.some(({ path, position }) => {
    const same = files.find(({ inode }) => inode === position?.inode)
    if (same !== undefined) return same.offset < (position?.offset ?? 0)
    // An older file of this log: it does not know yet that the log was rotated.
    const current = String(statSync(path, { bigint: true, throwIfNoEntry: false })?.ino)
    return files.some((file) => basename(file.path).startsWith(basename(path)) && file.inode !== current)
  })
}

function logsOf({ followers }: Config): readonly { readonly source: string; readonly path: string }[] {
  return followers.filter(({ option, path }) => option.startsWith('followers.') && !path.includes('*'))
}
