import type { Entry, Kind } from '../../lib/event/event.ts'

const WORDS: Readonly<Record<string, string>> = {
  login: 'logged in',
  login_failed: 'login failed',
  login_deferred: 'login deferred',
  forward_added_partial_ip: 'added a forward',
  forward_added_partial_recipient: 'added a forward to',
  forward_removed: 'removed the forward to',
  forward_removed_partial_ip: 'removed a forward',
  log_gap: 'gap in',
} satisfies Record<Kind, string>

/** Where a forward leads that leads to no address, by what is reported of it (`drivers/forward.ts`). */
const PLACES: Readonly<Record<string, string>> = {
  '|': 'a program',
  '/': 'a file',
  '?': 'an unusual place',
  ':include:': 'a list in a file',
  ':blackhole:': 'nowhere',
  ':fail:': 'a refusal',
  ':defer:': 'a refusal for now',
  ':unknown:': 'a refusal',
}

/** What an entry tells, in a few words for people; nothing in them is escaped. */
export function wordsOf({ type, forward_recipient: recipient, log, offset, bytes }: Entry): string {
  const words = WORDS[String(type)] ?? String(type)
  if (recipient !== undefined) return `${words} ${PLACES[String(recipient)] ?? recipient ?? 'an unknown place'}`
  return log === undefined ? words : `${words} ${log} from byte ${offset}, bytes: ${bytes ?? 'unknown'}`
}
