import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/**
 * The least that OWASP names for Argon2id (19 MiB, two passes): some 160 ms of one core, and no more memory than a
 * small hub has to spare for the two that are computed at once. Raised here, they rise for each person with the next
 * login.
 */
export const COST = { memory: 19_456, passes: 2, parallelism: 1 }

const [SALT, TAG] = [16, 32]

/** A password that a person can have, in characters; longer ones are no safer, and cost time. */
export const [SHORTEST_PASSWORD, LONGEST_PASSWORD] = [12, 256]

type Cost = typeof COST

/** Of no password: it stands in for people who are not there, so that they take as long. */
export const NOBODYS_HASH = phc(COST, Buffer.alloc(SALT), Buffer.alloc(TAG))

/** What is kept of a password: `$argon2id$v=19$m=19456,t=2,p=1$SALT$TAG`, as other programs write it (PHC format). */
export async function passwordHash(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(SALT)
  return phc(cost, salt, await tagOf(password, salt, cost))
}

/** Whether a password is the one that was hashed. Throws if the hash is none of `passwordHash`. */
export async function isPasswordOf(hash: string, password: string): Promise<boolean> {
  const { cost, salt, tag } = partsOf(hash)
  return timingSafeEqual(await tagOf(password, salt, cost), tag)
}

/** Whether a hash was made at another cost than today's. */
export function isOutdated(hash: string): boolean {
  const { cost } = partsOf(hash)
  return cost.memory !== COST.memory || cost.passes !== COST.passes || cost.parallelism !== COST.parallelism
}

const compute = promisify(argon2)

/** The same letters can be typed as different code points: NFC makes them one. */
function tagOf(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  return compute('argon2id', { message: password.normalize('NFC'), nonce, tagLength: TAG, ...cost })
}

function partsOf(hash: string): { readonly cost: Cost; readonly salt: Buffer; readonly tag: Buffer } {
  const pattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]{22})\$([\w+/]{43})$/
  const [, memory, passes, parallelism, salt = '', tag = ''] = pattern.exec(hash) ?? []
  if (memory === undefined) throw new Error('this is not the hash of a password')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function phc({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
