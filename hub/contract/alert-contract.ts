/** What became of a message for one recipient. Times are seconds since 1970-01-01T00:00:00Z. */
export interface ShownReceipt {
  readonly channel: string
  /** A mail address, or the origin of a webhook. */
  readonly recipient: string
  readonly state: string
  readonly tries: number
  readonly tried: number | null
  readonly delivered: number | null
  /** When it is tried next, or comes together with others. */
  readonly due: number | null
  /** The alert that told it with others. */
  readonly joined: number | null
  /** What the server said last, or what is wrong. */
  readonly answer: string
  /** All this as a sentence. */
  readonly words: string
}

/** A message that was made, with its receipts. */
export interface ShownAlert {
  readonly id: number
  readonly made: number
  /** Empty for a message that joins several, and for a test. */
  readonly rule: string
  readonly reason: string
  /** What it is about; of many, the first 20. */
  readonly incidents: readonly number[]
  readonly incident_count: number
  readonly subject: string
  readonly receipts: readonly ShownReceipt[]
  /** Who takes care of these incidents. */
  readonly acknowledged: readonly { readonly incident: number; readonly by: string; readonly at: number }[]
}

/** A message with its text, as it was sent. */
export interface AlertAnswer {
  readonly alert: ShownAlert
  readonly text: string
}

/** The numbers of the incidents that somebody takes care of now. */
export interface AcknowledgedAnswer {
  readonly incidents: readonly number[]
}

/** A page of messages, newest first, and the value of `before` for the next one. */
export interface AlertsAnswer {
  readonly alerts: readonly ShownAlert[]
  readonly next: number | null
}

/** Why an incident was told or not, by a rule. */
export interface RuleTold {
  readonly rule: string
  readonly told: boolean
  readonly why: string
  readonly obstacle: 'severity' | 'kind' | 'label' | 'snooze' | null
  readonly alerts: readonly ShownAlert[]
}

/** How an incident was told, rule by rule. */
export interface IncidentTold {
  readonly incident: number
  readonly sentence: string
  readonly rules: readonly RuleTold[]
}

/** How one incident was told. */
export interface ToldAnswer {
  readonly told: IncidentTold
}

/** How an event was told, by each incident that it belongs to. */
export interface EventToldAnswer {
  /** Why it belongs to none; null if it does. */
  readonly why: string | null
  readonly told: readonly IncidentTold[]
}

/** What is not told for the time being. */
export interface ShownSnooze {
  readonly id: number
  readonly what: string
  readonly which: string
  readonly kind: string | null
  readonly until: number
  readonly made: number
  readonly who: string
  readonly reason: string
  /** When somebody ended it early. */
  readonly ended: number | null
}

/** What is snoozed, the newest first. */
export interface SnoozesAnswer {
  readonly snoozes: readonly ShownSnooze[]
}

/** A channel over which people are told. */
export interface ShownChannel {
  readonly name: string
  readonly kind: 'mail' | 'webhook'
  readonly recipients: readonly string[]
  readonly per_hour: number
  /** How many messages wait to be sent, how many of these failed before, and how many are collected. */
  readonly waiting: number
  readonly failing: number
  readonly held: number
  /** How many were delivered within a day, and how many never will be. */
  readonly delivered: number
  readonly failed: number
  readonly last_delivered: number | null
  readonly last_failure: ChannelFailure | null
}

/** The newest message that could not be delivered over a channel, or not yet. */
export interface ChannelFailure {
  readonly alert: number
  readonly at: number
  readonly recipient: string
  /** What the server said, or what is wrong. */
  readonly answer: string
}

/** All channels. */
export interface ChannelsAnswer {
  readonly channels: readonly ShownChannel[]
  /** How many messages were delivered over any of them within a day. */
  readonly delivered: number
}

/** What became of a test of a channel, for each recipient. */
export interface ChannelTestAnswer {
  readonly receipts: readonly { readonly recipient: string; readonly delivered: boolean; readonly answer: string }[]
}

/** An alert rule, with the last messages that it made. Durations are seconds. */
export interface ShownRule {
  readonly name: string
  readonly to: readonly string[]
  readonly severity: string
  readonly kinds: readonly string[] | null
  readonly labels: readonly string[] | null
  readonly wait: number
  readonly every: number
  readonly remind: number | null
  readonly digest: number | null
  readonly recovery: boolean
  readonly last: readonly ShownAlert[]
}

/** The alert rules in use. */
export interface RulesAnswer {
  readonly rules: readonly ShownRule[]
}
