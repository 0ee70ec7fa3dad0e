import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Kind } from '../../lib/event/catalogue.ts'
import { userNamed } from '../../lib/system/users/passwd.ts'
import { HOOKED_KINDS } from '../hook/hooked-events.ts'
import { WATCH_USER } from '../program.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'

/** A program that leaves events in an inbox. */
export interface Writer {
  /** Names its inbox in reports, notices and `status`. */
  readonly name: string
  /** Its account; without one it writes as the owner of the spool, or as root, into the spool. */
  readonly user?: string
  /** Whether it may also run as the owner of the spool, with the same inbox: as where no package made its user. */
  readonly orOwner?: true
  /** The kinds of event that it may leave. */
  readonly kinds: readonly Kind[]
}

/** What checks find. */
const CHECKED_KINDS: readonly Kind[] = [
  'service_down',
  'service_late',
  'service_warning',
  'service_recovered',
  'service_flapping',
  'certificate_expires',
  'certificate_renewed',
  'disk_filling',
  'reboot_required',
  'network_down',
  'network_recovered',
]

/** All writers, in the order of their inboxes. A new one is one line. */
export const WRITERS: readonly Writer[] = [
  { name: 'hook', kinds: HOOKED_KINDS },
  { name: 'backstop', user: 'root', kinds: ['forward_found', 'filter_found', 'hooks_missing', 'hooks_registered'] },
  { name: 'files', user: 'root', kinds: ['file_changed', 'files_changed', 'files_updated'] },
  { name: 'watch', user: WATCH_USER, orOwner: true, kinds: CHECKED_KINDS },
  { name: 'restart', user: 'root', kinds: ['service_restarted', 'service_given_up'] },
]

/** One folder of events, all by one writer. */
export interface Inbox extends Pick<Writer, 'name' | 'kinds'> {
  readonly path: string
  /** User ids whose files may be in it. */
  readonly users: readonly number[]
}

/**
 * The inboxes of a spool. The inbox of a user without rights to the spool is beside it, `<spool>-inbox/<writer>`,
 * belongs to that user, and is open to the agent's group (mode 2770): the spool stays 0700, writers do not see each
 * other, and nobody shares a folder in which names could be guessed. The package of such a writer creates it; without
 * the folder there is no such writer.
 */
export function inboxesOf(
  { root, inbox }: Pick<SpoolFolders, 'root' | 'inbox'>,
  writers: readonly Writer[] = WRITERS,
  uidOf: (user: string) => number | undefined = (user) => userNamed(user)?.uid,
): readonly Inbox[] {
  const inboxes = writers.flatMap(({ name, user, orOwner, kinds }) => {
    const owners = [ownerOf(inbox), 0]
    if (user === undefined) return [{ name, kinds, path: inbox, users: owners }]
    const [uid, others] = [uidOf(user), orOwner === true ? owners : []]
    const users = uid === undefined ? others : [uid, ...others]
    return users.length === 0 ? [] : [{ name, kinds, path: join(`${root}-inbox`, name), users }]
  })
  return inboxes.filter(({ path }) => existsSync(path))
}

/** Whose spool it is: root may look at that of the agent's user. */
function ownerOf(inbox: string): number {
  return statSync(inbox, { throwIfNoEntry: false })?.uid ?? process.geteuid?.() ?? 0
}
