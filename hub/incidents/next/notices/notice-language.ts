import type { Happening } from '../todo.ts'

/** The steps that the owner is told of; what is not here is left out. */
export type NoticedStep =
  | 'login_burst'
  | 'login_after_burst'
  | 'login_new_place'
  | 'login_new_country'
  | 'forward_added'
  | 'forward_added_partial_recipient'
  | 'forward_found'
  | 'filter_stored'
  | 'filter_found'
  | 'autoresponder_added'
  | 'mail_burst'
  | 'mailbox_password_changed'
  | 'mail_limit_reached'

/** What a notice to the customer says in one language. Names come as they may stand in a sentence. */
export interface NoticeLanguage {
  readonly used: (name: string) => string
  readonly saw: string
  /** A sentence for each step. */
  readonly told: Readonly<Record<NoticedStep, (step: Happening) => string>>
  /** A time in milliseconds, in UTC, which it names. */
  readonly time: (milliseconds: number) => string
  readonly more: (count: number) => string
  /** What the customer is asked for, and each thing. */
  readonly ask: string
  readonly asked: readonly string[]
}
