import { type Key, type PublicKey, readKeys } from 'openpgp'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../system/errors.ts'
import { readRegularBytes } from '../system/files/regular-file.ts'
import { plainText } from '../text/plain-text.ts'

/** A key file that the configuration names. */
export interface PinnedKey {
  readonly file: string
  /** Of the primary key: 40 or 64 hexadecimal digits, in any case. */
  readonly fingerprint: string
}

/** A key that can be encrypted to now. */
export interface RecipientKey {
  readonly file: string
  /** In capitals. */
  readonly fingerprint: string
  /** Whose it says that it is: `Anna <anna@example.com>`; any text. */
  readonly owner: string
  /** When it can no longer be encrypted to, in milliseconds since the epoch; Infinity for never. */
  readonly expires: number
  readonly key: PublicKey
}

/** In bytes; a key with many signatures has some 100,000. */
const LARGEST = 1024 * 1024

const BLOCK = /-----BEGIN PGP ([A-Z ]{1,40})-----/g

/**
 * The key in a file, if it is the pinned one and can be encrypted to at `now`, in milliseconds since the epoch. Throws
 * `ActionNeeded` (exit 2), which says what to do, if the file holds a secret key, several keys or none, or if its key
 * is another one, has expired, was revoked or can only sign.
 */
export async function readRecipientKey({ file, fingerprint }: PinnedKey, now: number): Promise<RecipientKey> {
  const pinned = fingerprint.toUpperCase()
  const fault = (what: string, cause?: unknown): ActionNeeded =>
    new ActionNeeded(`${plainText(file)}: ${what}`, EXIT.usage, { cause })
  const bytes = await readRegularBytes(file, { follow: true, most: LARGEST }).catch((error: unknown) => {
    throw fault(`the key cannot be read (${codeOf(error) ?? messageOf(error)})`, error)
  })
  const keys = await keysIn(bytes).catch((error: unknown) => {
    throw fault(`holds no OpenPGP key; write it with gpg --armor --export ${pinned}`, error)
  })
  if (keys === 'secret' || keys.some((key) => key.isPrivate())) {
    throw fault(`holds a secret key: remove it from this host, and write gpg --armor --export ${pinned} there instead`)
  }
  const [key, ...others] = keys
  if (key === undefined || others.length > 0) {
    const names = keys.map((each) => each.getFingerprint().toUpperCase()).join(', ')
    throw fault(`holds ${keys.length} keys (${names}); write each into a file of its own`)
  }
  const own = key.getFingerprint().toUpperCase()
  if (own !== pinned) throw fault(`holds the key ${own} instead of ${pinned}: ask its owner which is right`)
  const usable = await whyUnusable(key, now)
  if (usable !== undefined) throw fault(usable)
  return { file, fingerprint: own, owner: key.getUserIDs()[0] ?? '', expires: await endOf(key, now), key }
}

/** All keys of a file, in ASCII armor or binary. Each armored block by itself: of several, the library reads one. */
async function keysIn(bytes: Buffer): Promise<readonly Key[] | 'secret'> {
  const text = bytes.toString('latin1')
  const begins = [...text.matchAll(BLOCK)]
  if (begins.length === 0) return readKeys({ binaryKeys: bytes })
  if (begins.some(([, what]) => what === 'PRIVATE KEY BLOCK')) return 'secret'
  const blocks = begins.map(({ index }, at) => text.slice(index, begins[at + 1]?.index))
  const keys = await Promise.all(blocks.map((armoredKeys) => readKeys({ armoredKeys })))
  return keys.flat()
}

/** Why it cannot be encrypted to, and what to do. */
async function whyUnusable(key: Key, now: number): Promise<string | undefined> {
  try {
    await key.getEncryptionKey(undefined, new Date(now))
    return undefined
  } catch (error) {
    const reason = plainText(messageOf(error))
    if (/in the future/i.test(reason))
      return `its key is of the future (${reason}): see that the clock of this host is right`
    if (/revoked/i.test(reason)) return `its key was revoked; ask its owner for another`
    const ended = await endOf(key, Date.parse(key.getCreationTime().toISOString()))
    if (ended <= now) return `its key expired at ${new Date(ended).toISOString()}; ask its owner for a renewed one`
    return `nothing can be encrypted to its key, which may only sign (${reason}); ask its owner for another`
  }
}

/** When the primary key or the one for encryption ends, in milliseconds since the epoch; Infinity if neither does. */
async function endOf(key: Key, now: number): Promise<number> {
  const date = new Date(now)
  const ends = [await key.getExpirationTime()]
  const encrypting = await key.getEncryptionKey(undefined, date).catch(() => undefined)
  if (encrypting !== undefined && encrypting !== key) ends.push(await encrypting.getExpirationTime())
  return Math.min(...ends.map((end) => (end === null ? now : Number(end))))
}
