import { readFile, readlink, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { lock } from 'proper-lockfile'
import * as v from 'valibot'
import { writeAtomically } from './atomic-file.ts'
import { ActionNeeded, EXIT, codeOf } from './errors.ts'
import { type ProcessIdentity, isAlive, ownIdentity, processIdentity } from './process-identity.ts'

/** proper-lockfile calls a lock stale by its age and then takes it even from a live owner: here only death counts. */
const BY_DEATH_ALONE = { stale: Infinity, update: 2 ** 31 - 1, realpath: false, onCompromised: (): void => undefined }

/** How long an owner may take between its lock and its record, in milliseconds, before it counts as dead in between. */
const RECORD_TIME = 2000
const PAUSE = 50

const RECORD = 'owner.json'

/** A lock that is held, until it is released or its process is gone. */
export interface Lock {
  release(): Promise<void>
}

/**
 * Takes the one lock of a role (`collector`, `transmitter`) in a state folder: the folder `<role>.lock` with its owner's
 * record inside. A dead owner's lock is taken at once, whether it was killed or its machine lost power; a live one's never.
 * Throws `ActionNeeded` (exit 75) that says who holds it.
 */
export async function takeLock(folder: string, role: string): Promise<Lock> {
  const path = join(folder, `${role}.lock`)
  const record = join(path, RECORD)
  for (let waited = 0; ; waited += PAUSE) {
    try {
      const release = await lock(join(folder, role), BY_DEATH_ALONE)
      await writeAtomically(record, JSON.stringify(ownIdentity()))
      return { release: () => rm(record, { force: true }).then(() => release()) }
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error
    }
    const owner = await readOwner(path)
    if (owner !== undefined && isAlive(owner)) throw heldBy(role, folder, owner)
    if (owner !== undefined || waited >= RECORD_TIME) await bury(path, owner)
    else await setTimeout(PAUSE)
  }
}

function heldBy(role: string, folder: string, { pid }: ProcessIdentity): ActionNeeded {
  const text = `${folder}: process ${pid} is the ${role} of this folder already; stop it first, or give this one a spool.path of its own.`
  return new ActionNeeded(text, EXIT.held)
}

async function readOwner(lockPath: string): Promise<ProcessIdentity | undefined> {
  return asIdentity(await readFile(join(lockPath, RECORD), 'utf8').catch(() => ''))
}

function asIdentity(text: string): ProcessIdentity | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), processIdentity), text)
  return parsed.success ? parsed.output : undefined
}

/**
 * Removes a dead owner's lock. Of several starters one may: the one that makes a symbolic link named after the dead (a link
 * is made atomically with its content). It looks again who the owner is, so a lock taken meanwhile is never removed.
 */
async function bury(path: string, dead: ProcessIdentity | undefined): Promise<void> {
  const name = nameOf(dead)
  const claim = `${path}.burial.${name}`
  try {
    await symlink(JSON.stringify(ownIdentity()), claim)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    await removeDeadClaim(claim)
    return
  }
  if (nameOf(await readOwner(path)) === name) {
    await rename(path, `${claim}.lock`).catch(() => undefined)
    await rm(`${claim}.lock`, { recursive: true, force: true })
  }
  await rm(claim, { force: true })
}

function nameOf(identity: ProcessIdentity | undefined): string {
  return identity === undefined ? 'unknown' : `${identity.pid}-${identity.startTime}-${identity.bootId.slice(0, 8)}`
}

/** Somebody else buries; where that one died over it, the next round can. */
async function removeDeadClaim(claim: string): Promise<void> {
  const owner = asIdentity(await readlink(claim).catch(() => ''))
  if (owner !== undefined && !isAlive(owner)) await rm(claim, { force: true })
  else await setTimeout(PAUSE)
}
