import { rmdir, rmdirSync, stat, utimes } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { callbackify } from 'node:util'
import { lock } from 'proper-lockfile'
import { ActionNeeded, EXIT, codeOf } from '../errors.ts'
import { entriesOf } from '../files/folder-entries.ts'
import { type ProcessIdentity, isAlive, isShown, ownIdentity } from './process-identity.ts'

/**
 * A lock that names no owner is about to disappear, or is not one of ours: number of retries, and the pause between
 * them in milliseconds.
 */
const TRIES = 40
const PAUSE = 50

/** A held lock. It lasts until it is released or its process ends. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Takes the lock of a role (`collector`, `transmitter`) in a state folder. The lock is the folder `<role>.lock` with
 * one empty file named after its owner. The lock of a dead owner is taken at once, whether the process was killed or
 * the machine lost power; the lock of a live one is never taken, however long it has been silent. Throws `ActionNeeded`
 * (exit 75) that says who holds it; `option` names the folder in the configuration.
 */
export async function takeLock(folder: string, role: string, option = 'spool.path'): Promise<Lock> {
  const path = join(folder, `${role}.lock`)
  const own = ownerName(ownIdentity())
  for (let tries = 0; tries < TRIES; tries += 1) {
    const release = await tryLock(join(folder, role), own)
    if (release !== undefined) {
      // Removing the name first leaves no valid lock: another process may take its place before the library removes the
      // folder.
      return { release: () => rm(join(path, own), { force: true }).then(() => release().catch(() => undefined)) }
    }
    const owner = await ownerOf(path)
    if (owner !== undefined && isAlive(owner)) throw heldBy(role, folder, owner, option)
    // Several starting processes may see the dead owner. None can remove another's name, and only one can then put its
    // own there.
    if (owner !== undefined) await rm(join(path, ownerName(owner)), { force: true })
    else await setTimeout(PAUSE)
  }
  throw new ActionNeeded(`${path}: it does not say who holds it; if no ${role} is running, remove it.`, EXIT.held)
}

async function tryLock(file: string, own: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(file, {
      // The library would take even a live owner's lock once it is old enough; here only the owner's death counts.
      stale: Infinity,
      update: 2 ** 31 - 1,
      onCompromised: () => undefined,
      realpath: false,
      fs: { mkdir: callbackify((path: string) => appear(path, own)), rmdir, rmdirSync, stat, utimes },
    })
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return undefined
    throw new ActionNeeded(`${file}.lock: it cannot be created (${codeOf(error)}).`, EXIT.failed, { cause: error })
  }
}

/**
 * Stands in for the library's mkdir. The folder appears with its owner's name already in it, so there is never a lock
 * without an owner. rename(2) replaces a missing or an empty folder, never one with a name in it.
 */
async function appear(path: string, own: string): Promise<void> {
  const prepared = await mkdtemp(`${path}.`)
  try {
    await writeFile(join(prepared, own), '')
    await rename(prepared, path)
  } catch (error) {
    await rm(prepared, { recursive: true, force: true })
    throw codeOf(error) === 'ENOTEMPTY' ? Object.assign(new Error('held'), { code: 'EEXIST' }) : error
  }
}

function heldBy(role: string, folder: string, { pid }: ProcessIdentity, option: string): ActionNeeded {
  const held = `${folder}: process ${pid} is already the ${role} of this folder`
  const remedy = `stop it first, or give this one a ${option} of its own`
  const unless = isShown(pid)
    ? ''
    : `; if that process is something else (this user cannot see it), remove ${join(folder, role)}.lock`
  return new ActionNeeded(`${held}; ${remedy}${unless}.`, EXIT.held)
}

async function ownerOf(path: string): Promise<ProcessIdentity | undefined> {
  try {
    for await (const entries of entriesOf(path)) {
      const owner = entries.map(({ name }) => identityNamed(name)).find((identity) => identity !== undefined)
      if (owner !== undefined) return owner
    }
  } catch {
    // It disappeared meanwhile, or is not a lock.
  }
  return undefined
}

function ownerName({ pid, startTime, bootId }: ProcessIdentity): string {
  return `${pid}.${startTime}.${bootId}`
}

function identityNamed(name: string): ProcessIdentity | undefined {
  const [, pid, startTime, bootId] = /^(\d+)\.(\d+)\.([\w-]+)$/.exec(name) ?? []
  if (pid === undefined || startTime === undefined || bootId === undefined) return undefined
  return { pid: Number(pid), startTime, bootId }
}
