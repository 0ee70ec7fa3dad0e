import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** What begins a sealed secret; base32 has no such sign. */
const SEALED = 'sealed:'

/** What a key signs for its fingerprint. */
const FINGERPRINT = 'key of one-time codes'

/** Bytes of the nonce and of the tag of AES-256-GCM. */
const [NONCE, TAG] = [12, 16]

/**
 * Seals what one-time codes are made from, with keys that are not in the store: who has the store, or a backup of it,
 * cannot make codes. The name of the person goes into each seal, so that none serves another.
 */
export class SecretSeal {
  readonly #keys: readonly Buffer[]

  /** Keys of 32 bytes: the first one seals, all open; none if there is no file of keys. */
  constructor(keys: readonly Buffer[]) {
    this.#keys = keys
  }

  /** What tells its keys apart and gives nothing away of them, in their order. */
  get fingerprints(): readonly string[] {
    return this.#keys.map((key) => createHmac('sha256', key).update(FINGERPRINT).digest('hex'))
  }

  /** The secret of a person, sealed; undefined without a key. */
  sealed(person: string, secret: string): string | undefined {
    const [key] = this.#keys
    if (key === undefined) return undefined
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(person))
    const bytes = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]
    return `${SEALED}${Buffer.concat(bytes).toString('base64')}`
  }

  /** The secret of a person as it was before; undefined if no key opens it. */
  opened(person: string, kept: string): string | undefined {
    if (!isSealed(kept)) return kept
    return this.#keys.map((key) => openedWith(key, person, kept)).find((secret) => secret !== undefined)
  }

  /** What is to be kept instead: sealed with the first key; undefined if it is, or cannot be. */
  renewed(person: string, kept: string): string | undefined {
    const [first] = this.#keys
    if (first === undefined || (isSealed(kept) && openedWith(first, person, kept) !== undefined)) return undefined
    const secret = this.opened(person, kept)
    return secret === undefined ? undefined : this.sealed(person, secret)
  }
}

/** Whether a secret is sealed. */
export function isSealed(kept: string): boolean {
  return kept.startsWith(SEALED)
}

function openedWith(key: Buffer, person: string, kept: string): string | undefined {
  const bytes = Buffer.from(kept.slice(SEALED.length), 'base64')
  if (bytes.length < NONCE + TAG) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAAD(Buffer.from(person)).setAuthTag(bytes.subarray(-TAG))
    return `${decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8')}${decipher.final('utf8')}`
  } catch {
    // Another key, another person, or changed.
    return undefined
  }
}
