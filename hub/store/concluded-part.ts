import type { KeptEvent } from './tables.ts'

/** What is read of an event to say what follows from it, or what it follows from. */
export const PART_COLUMNS = ['id', 'time', 'kind', 'agent', 'mailbox', 'ip', 'fields'] as const

/** An event, or a conclusion; of what the hub concluded the agent is 0. */
export type ConcludedPart = Pick<KeptEvent, (typeof PART_COLUMNS)[number]>
