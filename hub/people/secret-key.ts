import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Notice } from '../../lib/notice/notice.ts'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import type { Reader } from '../../lib/settings/reader.ts'
import { ActionNeeded, EXIT, isOutside, messageOf } from '../../lib/system/errors.ts'
import { createAtomically, type Rights } from '../../lib/system/files/atomic-file.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import type { StorePlace } from '../config/store-place.ts'
import { HUB_DATA } from '../config/usual-paths.ts'
import { sealedSecrets } from '../store/ask/sealed-secrets.ts'
import { renewSeals } from '../store/change/renew-seals.ts'
import type { Store } from '../store/store.ts'
import { peopleNotices } from './notices.ts'
import { isSealed, SecretSeal } from './secret-seal.ts'

/** The file of the keys that seal: beside the embedded store, but in no backup of it. */
export function secretKeyFile(store: StorePlace): string {
  return join('folder' in store ? store.folder : HUB_DATA, 'secret.key')
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

/**
 * The seal of a store. Makes the file of the key, unless something in the store was sealed with another one that is not
 * here: then there is no key.
 */
export async function openSecretSeal(store: Store, file: string, rights?: Rights): Promise<SecretSeal> {
  if (isPresent(file)) return readSecretSeal(file)
  const kept = await store.ask(sealedSecrets, null)
  if (kept.some(({ totp }) => isSealed(totp))) return new SecretSeal([])
  await createAtomically(file, `${randomBytes(32).toString('hex')}\n`, rights).catch(explain(file))
  return readSecretSeal(file)
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
 * The seal with which a hub serves, after it sealed what can be sealed. If the key cannot be made, the hub takes
 * reports all the same, and says so.
 */
export async function startSealing(store: Store, file: string, tell: (notice: Notice) => void): Promise<SecretSeal> {
  const seal = await openSecretSeal(store, file).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded) || error.exitCode !== EXIT.failed) throw error
    tell(peopleNotices.keyNotMade(error.message))
    return new SecretSeal([])
  })
  const locked = await sealAll(store, seal)
  if (locked > 0) tell(peopleNotices.secretsLocked(file, locked))
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
