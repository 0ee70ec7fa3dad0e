import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { asMail, headerLine, textPart } from '../../../lib/notify/mail/letter.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import type { Gauge, Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere, placeInWords } from '../wire/place.ts'
import { ProbeFault, resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'
import { ImapMailbox } from './imap-mailbox.ts'
import { type MailCheckSettings, mailCheckSettings } from './mail-settings.ts'
import { GTUBE, isTrialDue, lookedFor, spamFinding, type SpamTrial } from './spam-trial.ts'

/** The header that marks a mail of a check. */
const MARK = 'X-Spoor-Check'

/** Milliseconds between two looks into the mailbox. */
const PAUSE = 500

const DAY = 86_400_000

/** What a mail says but for GTUBE. */
const WORDS = 'This mail checks the way that it took. Nobody needs to read it.'

/**
 * Sends a marked mail, and looks for it where it should arrive until it is there; on request, once an hour, another one
 * that every filter takes for spam.
 */
export function mailWays(): Probe<MailCheckSettings> {
  /** The last such mail of each check. */
  const trials = new Map<string, SpamTrial>()
  return {
    name: 'mail',
    settings: mailCheckSettings,
    usual: { interval: 300_000, limit: 60_000 },
    elsewhere: ({ smtp, imap }) => placeElsewhere(smtp) ?? placeElsewhere(imap),
    async run(settings, tools) {
      const began = tools.elapsed()
      const mark = newMark()
      const refusal = await sent(settings, mark, WORDS, tools)
      if (refusal !== undefined) return { verdict: 'failed', text: refusal }
      const handed = tools.elapsed()
      const last = trials.get(tools.check)
      const trial = await spamTrial(last, settings, tools)
      if (trial !== undefined) trials.set(tools.check, trial)
      let arrived: number | undefined
      const found = await onWire(settings.imap, tools, async (wire) => {
        const mailbox = await opened(wire, settings.imap)
        await arrival(mailbox, settings.to, mark, tools)
        arrived = tools.elapsed()
        const spam = trial && (await spamLook(trial, mailbox, settings, trial !== last))
        if (spam?.trial !== undefined) trials.set(tools.check, spam.trial)
        mailbox.logOut()
        const text = `A mail to ${settings.to} arrived`
        return spam === undefined ? { verdict: 'ok', text } : { ...spam.finding, text: `${text}; ${spam.finding.text}` }
      })
      const gauges: readonly Gauge[] = [
        { name: 'send_seconds', value: (handed - began) / 1000 },
        ...(arrived === undefined ? [] : [{ name: 'arrival_seconds', value: (arrived - handed) / 1000 }]),
      ]
      return { ...found, gauges }
    },
  }
}

/** The spam that is looked for: a new one if that is due; undefined if none is wanted. */
async function spamTrial(
  last: SpamTrial | undefined,
  settings: MailCheckSettings,
  tools: ProbeTools,
): Promise<SpamTrial | undefined> {
  if (settings.gtube === undefined) return undefined
  const at = tools.now()
  if (last !== undefined && !isTrialDue(last, at)) return last
  const mark = newMark()
  const refusal = await sent(settings, mark, GTUBE, tools)
  // One that was not taken in time may arrive all the same.
  return { mark, at, refusal: tools.signal.aborted ? undefined : refusal, seen: undefined }
}

/** What is known of the spam by now. A folder that is not there is no failure of the mail. */
async function spamLook(
  before: SpamTrial,
  mailbox: ImapMailbox,
  { imap }: MailCheckSettings,
  isNew: boolean,
): Promise<{ readonly trial?: SpamTrial; readonly finding: Pick<ProbeResult, 'verdict' | 'text'> }> {
  try {
    const trial = await lookedFor(before, mailbox, imap, MARK)
    return { trial, finding: spamFinding(trial, imap, isNew) }
  } catch (error) {
    return { finding: { ...resultOfFault(error), verdict: 'warning' } }
  }
}

function newMark(): string {
  return randomBytes(16).toString('hex')
}

/** Hands the mail over; in words, why not. */
async function sent(
  settings: MailCheckSettings,
  mark: string,
  words: string,
  tools: ProbeTools,
): Promise<string | undefined> {
  const { from, to, smtp } = settings
  tools.step?.({ sign: '*', text: `sends a mail by ${placeInWords(smtp)}` })
  // What speaks SMTP is loaded by nobody who does not send mails.
  const { refusalOf } = await import('./handing-over.ts')
  const reason = await refusalOf(smtp, { from, to, letter: letterOf(settings, mark, words, tools.now()) }, tools.signal)
  return reason !== undefined && tools.signal.aborted ? `${placeInWords(smtp)} did not take the mail in time` : reason
}

function letterOf({ from, to }: MailCheckSettings, mark: string, words: string, now: number): Buffer {
  const headers = {
    From: from,
    To: to,
    Subject: `spoor-agent: check of the mail ${mark.slice(0, 8)}`,
    Date: new Date(now).toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${mark}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    [MARK]: mark,
    'Auto-Submitted': 'auto-generated',
    'MIME-Version': '1.0',
  }
  const lines = Object.entries(headers).map(([name, value]) => headerLine({ name, value }))
  return asMail([...lines, ...textPart([words])])
}

/** Waits for a mail, and removes it with what others left. */
async function arrival(mailbox: ImapMailbox, to: string, mark: string, tools: ProbeTools): Promise<void> {
  for (;;) {
    const uids = await mailbox.search(MARK, mark)
    if (uids.length > 0) {
      await mailbox.remove(uids)
      await mailbox.remove(await mailbox.search(MARK, '', ` BEFORE ${dateOf(tools.now() - DAY)}`))
      return
    }
    await setTimeout(PAUSE, undefined, { signal: tools.signal }).catch(() => undefined)
    if (tools.signal.aborted) throw new ProbeFault(`A mail to ${to} was taken, and did not arrive in time`)
    await mailbox.refresh()
  }
}

async function opened(wire: Wire, imap: MailCheckSettings['imap']): Promise<ImapMailbox> {
  try {
    return await ImapMailbox.open(wire, imap)
  } catch (error) {
    if (error instanceof ActionNeeded) throw new ProbeFault(said(Buffer.from(error.message)), 'unknown')
    throw error
  }
}

/** As IMAP writes it: `28-Nov-2026`. */
function dateOf(time: number): string {
  const [, day = '', month = '', year = ''] = new Date(time).toUTCString().split(' ')
  return `${Number(day)}-${month}-${year}`
}
