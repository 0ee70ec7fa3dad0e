import type { Happening } from './todo.ts'

/** A mailbox or account that is probably in other hands, and all that happened, the oldest first. */
export interface Taken {
  readonly subject: string
  readonly isMailbox: boolean
  readonly steps: readonly Happening[]
}
