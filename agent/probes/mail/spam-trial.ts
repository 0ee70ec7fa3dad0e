import type { ProbeResult } from '../probe.ts'
import { said } from '../wire/said.ts'
import type { ImapMailbox } from './imap-mailbox.ts'
import type { MailCheckSettings } from './mail-settings.ts'

/** The line that every filter takes for spam (https://spamassassin.apache.org/gtube/). */
export const GTUBE = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'

/** Milliseconds from one such mail to the next, however often the check runs. */
const PAUSE = 3_600_000

/** A mail with that line. */
export interface SpamTrial {
  /** What marks it, as `X-Spoor-Check`. */
  readonly mark: string
  /** When it was sent, in milliseconds since the epoch. */
  readonly at: number
  /** Why no server took it, in words; undefined if one did. */
  readonly refusal: string | undefined
  /** Where it arrived, as far as anybody has looked. */
  readonly seen: 'inbox' | 'spam' | undefined
}

/** Whether another one is due. */
export function isTrialDue(last: Pick<SpamTrial, 'at'> | undefined, now: number): boolean {
  return last === undefined || Math.abs(now - last.at) >= PAUSE
}

/** Looks for the mail where it must not be, which is open, then where it should be, and removes it. */
export async function lookedFor(
  trial: SpamTrial,
  mailbox: ImapMailbox,
  { folder, spam_folder: spam }: MailCheckSettings['imap'],
  header: string,
): Promise<SpamTrial> {
  if (trial.refusal !== undefined) return trial
  const arrived = await mailbox.search(header, trial.mark)
  await mailbox.remove(arrived)
  if (arrived.length > 0) return { ...trial, seen: 'inbox' }
  if (spam === undefined || trial.seen !== undefined || spam === folder) return trial
  await mailbox.select(spam)
  const filtered = await mailbox.search(header, trial.mark)
  await mailbox.remove(filtered)
  return filtered.length > 0 ? { ...trial, seen: 'spam' } : trial
}

/** What the trial shows of the filter: a warning if spam comes through. `isNew`: the mail may be on its way. */
export function spamFinding(
  { refusal, seen }: SpamTrial,
  { folder, spam_folder: spam }: MailCheckSettings['imap'],
  isNew: boolean,
): Pick<ProbeResult, 'verdict' | 'text'> {
  if (refusal !== undefined)
    return { verdict: 'ok', text: `one with GTUBE was refused: ${said(Buffer.from(refusal), 100)}` }
  if (seen === 'inbox')
    return { verdict: 'warning', text: `one with GTUBE arrived in ${folder}, too: no filter took it for spam` }
  if (seen === 'spam') return { verdict: 'ok', text: `one with GTUBE arrived in ${spam}` }
  if (spam === undefined) return { verdict: 'ok', text: `one with GTUBE did not arrive in ${folder}` }
  return isNew
    ? { verdict: 'ok', text: 'one with GTUBE is on its way' }
    : { verdict: 'warning', text: `one with GTUBE was taken and arrived neither in ${folder} nor in ${spam}` }
}
