import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Notice } from '../../lib/notice/notice.ts'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import type { Reader } from '../../lib/settings/reader.ts'
import { ActionNeeded, EXIT, isOutside, messageOf } from '../../lib/system/errors.ts'
import { createAtomically } from '../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import type { StorePlace } from '../config/store-place.ts'
import { HUB_DATA } from '../config/usual-paths.ts'
import { sealedSecrets } from '../store/ask/sealed-secrets.ts'
import { sealingKeyStanding } from '../store/ask/sealing-key-standing.ts'
import { renewSeals } from '../store/change/renew-seals.ts'
import { takeSealingKey } from '../store/change/take-sealing-key.ts'
import type { Store } from '../store/store.ts'
import { peopleNotices } from './notices.ts'
import { SecretSeal } from './secret-seal.ts'

/** Where a hub has the keys that seal. */
export interface KeyPlace {
  /** Beside the embedded store, but in no backup of it. */
  readonly file: string
  /** Whether no other hub can work on the store. */
  readonly isAlone: boolean
}

/** Where the hub of a store has its keys. */
export function keyPlaceOf(store: StorePlace): KeyPlace {
  const isAlone = 'folder' in store
  return { file: join(isAlone ? store.folder : HUB_DATA, 'secret.key'), isAlone }
}

/** The seal with the keys of a file; without a key if it is not there. Throws `ActionNeeded` if it cannot be used. */
export async function readSecretSeal(file: string, reader?: Reader): Promise<SecretSeal> {
  if (!isPresent(file)) return new SecretSeal([])
  const lines = (await readPrivateFile(file, reader)).split('\n').filter((line) => line.trim() !== '')
  if (lines.length > 0 && lines.every((line) => /^[\da-f]{64}$/.test(line)))
    return new SecretSeal(lines.map((line) => Buffer.from(line, 'hex')))
  throw new ActionNeeded(
    `${file}: holds other lines than keys of 64 hexadecimal digits; bring the file back`,
    EXIT.usage,
  )
}

/** Whether the key of a store is another hub's, or lost. */
export async function isKeyElsewhere(store: Store, seal: SecretSeal, { isAlone }: KeyPlace): Promise<boolean> {
  return (await store.ask(sealingKeyStanding, { keys: seal.fingerprints, isAlone })) === 'elsewhere'
}

/**
 * The seal of a store, whose key is the same for all hubs on it: the first one makes the file. Where that is missing,
 * though the store has a key, there is no key. Throws `ActionNeeded` if the file holds another one.
 */
export async function openSecretSeal(store: Store, place: KeyPlace): Promise<SecretSeal> {
  const { file } = place
  if (!isPresent(file)) return newSecretSeal(store, place)
  const seal = await readSecretSeal(file)
  if (await takesKey(store, seal, place)) return seal
  throw new ActionNeeded(otherKey(file), EXIT.usage)
}

async function newSecretSeal(store: Store, place: KeyPlace): Promise<SecretSeal> {
  const { file } = place
  const none = new SecretSeal([])
  if (await isKeyElsewhere(store, none, place)) return none
  await createAtomically(file, `${randomBytes(32).toString('hex')}\n`).catch(explain(file))
  const seal = await readSecretSeal(file)
  if (await takesKey(store, seal, place)) return seal
  // Another hub was first. This key sealed nothing, and would hide that the other one is missing.
  await rm(file, { force: true })
  return none
}

async function takesKey(store: Store, { fingerprints: keys }: SecretSeal, { isAlone }: KeyPlace): Promise<boolean> {
  // A hub also starts where the disk has no room left for a change.
  const isOwn = (await store.ask(sealingKeyStanding, { keys, isAlone })) === 'own'
  return isOwn || store.change(takeSealingKey, { keys, isAlone })
}

/** What is wrong with a file that does not hold the key of the store. */
export function otherKey(file: string): string {
  return `${file}: holds another key of one-time codes than the hub that began with this store has; copy that hub's secret.key here, or the copy that you keep. If that key is lost, type: spoor-hub people key-lost`
}

function explain(file: string): (error: unknown) => never {
  return (error) => {
    if (!isOutside(error)) throw error
    throw new ActionNeeded(
      `${file}: the key of one-time codes cannot be made (${messageOf(error)}); the folder must be there, with room, and be the hub's user's`,
      EXIT.failed,
      { cause: error },
    )
  }
}

/**
 * The seal with which a hub serves, after it sealed what can be sealed. If the key is missing or cannot be made, the
 * hub takes reports all the same, and says so. Throws `ActionNeeded` if the file holds another one.
 */
export async function startSealing(store: Store, place: KeyPlace, tell: (notice: Notice) => void): Promise<SecretSeal> {
  const seal = await openSecretSeal(store, place).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded) || error.exitCode !== EXIT.failed) throw error
    tell(peopleNotices.keyNotMade(error.message))
    return new SecretSeal([])
  })
  const locked = await sealAll(store, seal)
  const isElsewhere = await isKeyElsewhere(store, seal, place)
  if (locked > 0 || isElsewhere) tell(peopleNotices.secretsLocked(place.file, locked, isElsewhere))
  return seal
}

/** Seals with the first key what is in clear, or sealed with another; returns how many secrets no key opens. */
export async function sealAll(store: Store, seal: SecretSeal): Promise<number> {
  const kept = await store.ask(sealedSecrets, null)
  const renewed = kept.flatMap(({ name, totp: before }) => {
    const after = seal.renewed(name, before)
    return after === undefined ? [] : [{ name, before, after }]
  })
  if (renewed.length > 0) await store.change(renewSeals, renewed)
  return kept.filter(({ name, totp }) => seal.opened(name, totp) === undefined).length
}
