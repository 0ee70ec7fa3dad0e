import { randomInt } from 'node:crypto'

/** Bounds of a wait that is asked for, in seconds. */
const [SHORTEST, LONGEST] = [5, 30]

/** The header that asks a client to come back later, each at another time, so that they do not come all at once. */
export function retryLater(): { readonly 'retry-after': string } {
  return { 'retry-after': String(randomInt(SHORTEST, LONGEST + 1)) }
}
