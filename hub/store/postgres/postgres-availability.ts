import { setTimeout } from 'node:timers/promises'
import { codeOf } from '../../../lib/system/errors.ts'
import { StoreUnavailable, type Unavailability } from '../store.ts'

/** How often a transaction is tried that collides with others. */
const TRIES = 10

/** Serialisation failure, deadlock (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
const COLLISIONS = new Set(['40001', '40P01'])

/** A collision is tried again after this at first, twice as long each time, in milliseconds; 2.6 s in all at most. */
const FIRST_PAUSE = 5

/** What is done when work fails. */
export interface OnFailure {
  /** The database cannot be reached. */
  readonly onLoss: () => void
  /** It collided with another transaction, and is run again. */
  readonly onCollision: () => void
  readonly pause?: (milliseconds: number) => Promise<unknown>
}

/**
 * Runs work again while it collides with other transactions, after a random pause, as two that start again at once
 * collide again; says when the database cannot answer.
 */
export async function whenAvailable<T>(
  work: () => Promise<T>,
  { onLoss, onCollision, pause = setTimeout }: OnFailure,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      const code = codeOf(error) ?? ''
      if (COLLISIONS.has(code) && tries < TRIES) {
        onCollision()
        await pause(Math.random() * FIRST_PAUSE * 2 ** (tries - 1))
        continue
      }
      const reason = reasonOf(code, error)
      if (reason === 'away') onLoss()
      throw reason === undefined ? error : new StoreUnavailable(reason, { cause: error })
    }
  }
}

function reasonOf(code: string, error: unknown): Unavailability | undefined {
  if (code === '53100') return 'full'
  // Insufficient resources; a lock or an answer that took too long; a collision to the last.
  if (/^(?:53|55P03|57014)/.test(code) || COLLISIONS.has(code)) return 'busy'
  // Lost, shut down, a standby (read only), refused; the server's codes have five characters, the network's do not.
  if (/^(?:08|57P|25006|25P03|3D000|28)/.test(code) || /^E[A-Z]{3,}$/.test(code)) return 'away'
  // pg gives its own errors no code.
  const isOfClient = error instanceof Error && /timeout|terminated|Connection|not queryable|^SASL:/i.test(error.message)
  return isOfClient && code === '' ? 'away' : undefined
}
