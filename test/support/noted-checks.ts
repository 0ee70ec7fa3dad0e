import { noteStatus, type NotedStatus } from '../../hub/store/change/note-status.ts'
import type { Store } from '../../hub/store/store.ts'
import { NOW } from './stores.ts'

type NotedCheck = NonNullable<NotedStatus['checks']>[number]

/** A check that is up, but for these fields. */
export function notedCheck(name: string, change: Partial<NotedCheck> = {}): NotedCheck {
  const times = { since: NOW - 600, ran: NOW - 20, certificate: null }
  return { name, type: 'tcp', state: 'up', finding: 'connected', recent: '[3,4]', target: null, ...times, ...change }
}

/** Has an agent tell how it is at a time, with these fields; without `checks` it says nothing of any. */
export async function agentTells(
  store: Store,
  agent: number,
  at: number,
  said: Partial<Pick<NotedStatus, 'checks' | 'status'>> = {},
): Promise<void> {
  const usual = { status: '{}', version: '', health: 'healthy', lag: 0, unread: null }
  await store.change(noteStatus, { ...usual, ...said, agent, at })
}
