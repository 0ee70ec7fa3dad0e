import { join } from 'node:path'
import { checkedEvent } from '../../lib/event/check.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import { entriesIn, inFolder } from '../../lib/system/files/held-folder.ts'
import { takeLock } from '../../lib/system/processes/lock.ts'
import { accountsOf } from './accounts.ts'
import { type Baseline, loadBaseline, saveBaseline, textOf } from './baseline.ts'
import { FOLDERS_OF_DOMAINS } from './host-files.ts'
import { recorded } from './last-look.ts'
import type { Looked } from './looked.ts'
import { backstopNotices } from './notices.ts'
import { type KnownHost, scan } from './scan.ts'
import { leave, waiting } from './untold.ts'

/** What a look works with. */
export interface LookParts {
  /** The host's files are below it. */
  readonly root: string
  /** The folder of the baseline. */
  readonly state: string
  /** Where events are left; undefined to change nothing. */
  readonly inbox: string | undefined
  /** Where `status` learns how it went; undefined if nobody asks. */
  readonly record: string | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly tell: Tell
}

/**
 * Looks once at the forwards and filters of a host, and leaves an event for each that was not there before. What is to
 * be told is saved with what is known, before it is told: a kill at any moment loses nothing and tells nothing twice.
 * Throws `ActionNeeded`, also where another process is looking.
 */
export async function look(parts: LookParts): Promise<Looked> {
  const { state, inbox, record } = parts
  if (inbox === undefined) return compared(parts, await loadBaseline(state)).looked
  await ensurePrivateFolder(state)
  const lock = await takeLock(state, 'backstop')
  try {
    const looking = (): Promise<Looked> => lookAndLeave(parts, inbox)
    return await (record === undefined ? looking() : recorded(record, parts, looking))
  } finally {
    await lock.release()
  }
}

async function lookAndLeave(parts: LookParts, inbox: string): Promise<Looked> {
  const { state, now, tell } = parts
  const before = await loadBaseline(state, tell)
  const { looked, known } = compared(parts, before)
  const { files, events } = looked
  if (before === undefined) tell(backstopNotices.baselineMade(files))
  if (events.length > 0) tell(backstopNotices.found(events.length))
  const baseline = { ...known, untold: waiting(before?.untold ?? [], events, now, tell) }
  if (before === undefined || !isSame(before, baseline)) await saveBaseline(state, baseline)
  const untold = await leave(baseline.untold, inbox, tell)
  if (untold.length < baseline.untold.length) await saveBaseline(state, { ...known, untold })
  return { ...looked, untold: untold.length }
}

function compared(
  { root, now, tell }: LookParts,
  before: Baseline | undefined,
): { readonly looked: Looked; readonly known: KnownHost } {
  const accounts = accountsOf(root)
  if (accounts.length === 0 && Object.keys(before?.groups ?? {}).length > 0)
    throw new ActionNeeded(
      `${join(root, 'etc/userdomains')}: no account is listed any more; what is known of them stays.`,
    )
  const { events: all, unreadable, cut, ...known } = scan({ root, accounts, before, now, tell })
  if (before !== undefined && 2 * filesInEtc(known) < filesInEtc(before)) refuseEmptied(root)
  // Nobody has such a mailbox, and one event that no inbox takes would keep all others waiting.
  const events = all.filter((event) => typeof checkedEvent(event) !== 'string')
  const domains = accounts.reduce((sum, account) => sum + account.domains.length, 0)
  const looked = {
    accounts: accounts.length,
    domains,
    files: countIn(known),
    events,
    untold: events.length,
    unreadable,
    cut,
  }
  return { looked, known }
}

function filesInEtc({ groups }: Pick<KnownHost, 'groups'>): number {
  const inEtc = Object.entries(groups).filter(([group]) => !group.endsWith('/home'))
  return inEtc.reduce((sum, [, files]) => sum + Object.keys(files).length, 0)
}

/** Throws if a folder that has a file for each domain has none: once it is back, all of it would be news. */
function refuseEmptied(root: string): void {
  const empty = FOLDERS_OF_DOMAINS.map((name) => join(root, 'etc', name)).find((folder) => isEmpty(folder))
  if (empty === undefined) return
  const what = 'no domain has a file there any more; what is known of them stays'
  throw new ActionNeeded(`${empty}: ${what}. Look whether the folder was moved.`)
}

function isEmpty(folder: string): boolean {
  let isSome = false
  inFolder(folder, (held) => {
    isSome = entriesIn(held).some(() => true)
  })
  return !isSome
}

function isSame(one: Baseline, other: Baseline): boolean {
  return textOf(one) === textOf(other)
}

function countIn({ groups }: KnownHost): number {
  return Object.values(groups).reduce((sum, files) => sum + Object.keys(files).length, 0)
}
