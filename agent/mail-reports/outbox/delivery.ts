import { open } from 'node:fs/promises'
import type { Tell } from '../../../lib/notice/notice.ts'
import type { Receipt } from '../../../lib/notify/channel.ts'
import type { MailSettings } from '../../../lib/notify/mail/mail-settings.ts'
import { letterOrderText } from '../../alerts/mail-order.ts'
import { askMailProcess } from '../../alerts/mail-process.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import { mailReportNotices } from '../notices.ts'
import type { MailOutbox, OutboxRun } from './mail-outbox.ts'
import type { SealedLetter } from './sealed-run.ts'

/** The pause after a try that failed doubles from the first to the second, in milliseconds. */
const PAUSE = { first: 4 * 60_000, most: 4 * 3_600_000 } as const

/** Bytes that a mail server takes in a second at least. */
const SLOWEST = 50_000

/** What delivers the mails of a report. */
export interface MailDeliveryParts {
  readonly report: MailReportConfig
  readonly outbox: MailOutbox
  /** What starts this program, with the rights of whoever talks to mail servers. */
  readonly command: readonly [string, ...string[]]
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Also tries what is to wait. */
  readonly isAtOnce: boolean
  readonly tell: Tell
  readonly signal: AbortSignal
}

/** How many recipients have no mail yet after a try, and how many were refused in it. */
export interface Undelivered {
  readonly waiting: number
  readonly refused: number
}

/** Tries once to deliver each mail of a report that waits. */
export async function deliverMails(parts: MailDeliveryParts): Promise<Undelivered> {
  const { outbox, now, isAtOnce, signal } = parts
  let [waiting, refused] = [0, 0]
  for (const each of await outbox.runs()) {
    const letters = [...each.run.letters]
    for (const [index, letter] of letters.entries()) {
      const isDue =
        letter.waiting.length > 0 && (isAtOnce || letter.notBefore <= now || letter.notBefore > now + PAUSE.most)
      const after = isDue && !signal.aborted ? await tried(letter, each, parts) : letter
      waiting += after.waiting.length
      refused += after.refused.length - letter.refused.length
      letters[index] = after
      // Noted at once: what is sent is not sent again.
      if (after !== letter) await outbox.keep({ ...each, run: { ...each.run, letters } })
    }
  }
  return { waiting, refused }
}

async function tried(letter: SealedLetter, { name }: OutboxRun, parts: MailDeliveryParts): Promise<SealedLetter> {
  const { report, outbox, now, tell } = parts
  const settings = settingsFor(letter, report)
  const receipts = await send(outbox.pathOf({ name }, letter.file), settings, letter.waiting, parts)
  const refused = receipts.flatMap((each) => (each.result === 'refused' ? [each] : []))
  const later = receipts.flatMap((each) => (each.result === 'later' ? [each] : []))
  for (const { recipient, reason } of refused) tell(mailReportNotices.refused(report.name, `${recipient}: ${reason}`))
  const [first] = later
  if (first !== undefined) tell(mailReportNotices.waits(report.name, first.reason))
  return {
    ...letter,
    waiting: later.map(({ recipient }) => recipient),
    refused: [...letter.refused, ...refused.map(({ recipient, reason }) => ({ recipient, reason }))],
    tries: letter.tries + 1,
    notBefore: now + Math.min(PAUSE.first * 2 ** Math.min(letter.tries, 16), PAUSE.most),
    reason: first?.reason ?? null,
  }
}

/** The server as it is configured now, so that what was mended counts. */
function settingsFor({ section }: SealedLetter, { letter, sections }: MailReportConfig): MailSettings {
  return (sections.find(({ id }) => id === section)?.letter ?? letter).mail
}

async function send(
  path: string,
  settings: MailSettings,
  recipients: readonly string[],
  { command, signal }: MailDeliveryParts,
): Promise<readonly Receipt[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const timeout = settings.timeout + Math.ceil(size / SLOWEST) * 1000
    const order = letterOrderText({ ...settings, timeout }, { recipients })
    const answer = await askMailProcess({ command, order, timeout, letter: file.fd }, signal)
    const { receipts = [] } = typeof answer === 'string' ? {} : answer
    const reason = typeof answer === 'string' ? answer : 'The process that sends mail did not say what became of it.'
    return recipients.map(
      (recipient) => receipts.find((each) => each.recipient === recipient) ?? { recipient, result: 'later', reason },
    )
  } finally {
    await file.close()
  }
}
