import assert from 'node:assert/strict'
import { type Inbox, inboxesOf } from '../../agent/inbox/inboxes.ts'
import { writeToInbox } from '../../agent/inbox/writer.ts'
import type { SpoolFolders } from '../../agent/spool/spool-folders.ts'
import type { EventOf } from '../../lib/event/event.ts'

/** A failed login just now, told apart by its number. */
export function failedLogin(number: number, time: number = Math.floor(Date.now() / 1000)): EventOf<'login_failed'> {
  const mailbox = { mailbox_address: `m${number}@example.com`, context: 'mailbox', service: 'webmail' } as const
  return { type: 'login_failed', time, ip: `192.0.2.${number % 3}`, ...mailbox, login_fault: null, attempts: null }
}

/** The inbox in a spool, of a writer that may say such events and no others. */
export function inboxIn(folders: SpoolFolders): Inbox {
  const [inbox] = inboxesOf(folders, [{ name: 'hook', kinds: ['login_failed'] }])
  return inbox ?? assert.fail('there is no inbox')
}

/** Leaves an event there; its file's name. */
export async function leave(folder: string, event: EventOf<'login_failed'>, now?: () => number): Promise<string> {
  const written = await writeToInbox(folder, event, now && { now })
  return 'name' in written ? written.name : assert.fail(written.reason)
}
