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
 * A lock that names nobody is on its way out or is no lock of ours: it is looked at again so often, after pauses of so
 * long.
 */
const TRIES = 40
const PAUSE = 50

/** A lock that is held, until it is released or its process is gone. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Takes the one lock of a role (`collector`, `transmitter`) in a state folder: the folder `<role>.lock`, in which an
 * empty file is named after its owner. A dead owner's lock is taken at once, whether it was killed or its machine lost
 * power; a live one's never, however long it has been silent. Throws `ActionNeeded` (exit 75) that says who holds it.
 */
export async function takeLock(folder: string, role: string): Promise<Lock> {
  const path = join(folder, `${role}.lock`)
  const own = nameOf(ownIdentity())
  for (let tries = 0; tries < TRIES; tries += 1) {
    const release = await tryLock(join(folder, role), own)
    if (release !== undefined) {
      // What is left of it is then no lock: another may have taken its place before the library removes it.
      return { release: () => rm(join(path, own), { force: true }).then(() => release().catch(() => undefined)) }
    }
    const owner = await ownerOf(path)
    if (owner !== undefined && isAlive(owner)) throw heldBy(role, folder, owner)
    // Of all starters that see the dead, none can remove another's name, and one alone can then put its own there.
    if (owner !== undefined) await rm(join(path, nameOf(owner)), { force: true })
    else await setTimeout(PAUSE)
  }
  throw new ActionNeeded(`${path}: it does not tell who holds it; if no ${role} runs, remove it.`, EXIT.held)
}

async function tryLock(file: string, own: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(file, {
      // By age it would take even a live owner's lock: here only death counts.
      stale: Infinity,
      update: 2 ** 31 - 1,
      onCompromised: () => undefined,
      realpath: false,
      fs: { mkdir: callbackify((path: string) => appear(path, own)), rmdir, rmdirSync, stat, utimes },
    })
  } catch (error) {
    if (codeOf(error) === 'ELOCKED') return undefined
    throw new ActionNeeded(`${file}.lock: it cannot be made (${codeOf(error)}).`, EXIT.failed, { cause: error })
  }
}

/**
 * The library's mkdir: the folder appears with its owner's name in it, so there is no lock without an owner, not for a
 * moment. rename(2) takes the place of nothing or of an empty folder, never of one with a name in it.
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

function heldBy(role: string, folder: string, { pid }: ProcessIdentity): ActionNeeded {
  const held = `${folder}: process ${pid} is the ${role} of this folder already; stop it first, or give this one a spool.path of its own`
  const unless = isShown(pid) ? '' : `; if it is none (this user is not shown it), remove ${join(folder, role)}.lock`
  return new ActionNeeded(`${held}${unless}.`, EXIT.held)
}

async function ownerOf(path: string): Promise<ProcessIdentity | undefined> {
  try {
    for await (const entries of entriesOf(path)) {
      const owner = entries.map(({ name }) => identityNamed(name)).find((identity) => identity !== undefined)
      if (owner !== undefined) return owner
    }
  } catch {
    // It went meanwhile, or is no lock.
  }
  return undefined
}

function nameOf({ pid, startTime, bootId }: ProcessIdentity): string {
  return `${pid}.${startTime}.${bootId}`
}

function identityNamed(name: string): ProcessIdentity | undefined {
  const [, pid, startTime, bootId] = /^(\d+)\.(\d+)\.([\w-]+)$/.exec(name) ?? []
  if (pid === undefined || startTime === undefined || bootId === undefined) return undefined
  return { pid: Number(pid), startTime, bootId }
}
