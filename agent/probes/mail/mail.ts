import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { asMail, headerLine, textPart } from '../../../lib/notify/mail/letter.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import type { Gauge, Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere, placeInWords } from '../wire/place.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'
import { ImapMailbox } from './imap-mailbox.ts'
import { type MailCheckSettings, mailCheckSettings } from './mail-settings.ts'

/** The header that marks a mail of a check. */
const MARK = 'X-Spoor-Check'

/** Milliseconds between two looks into the mailbox. */
const PAUSE = 500

const DAY = 86_400_000

/** Sends a marked mail, and looks for it where it should arrive until it is there. */
export const mailWay: Probe<MailCheckSettings> = {
  name: 'mail',
  settings: mailCheckSettings,
  usual: { interval: 300_000, limit: 60_000 },
  elsewhere: ({ smtp, imap }) => placeElsewhere(smtp) ?? placeElsewhere(imap),
  async run(settings, tools) {
    const began = tools.elapsed()
    const mark = randomBytes(16).toString('hex')
    const refusal = await sent(settings, mark, tools)
    if (refusal !== undefined) return { verdict: 'failed', text: refusal }
    const handed = tools.elapsed()
    const found = await onWire(settings.imap, tools, async (wire) => arrival(wire, settings, mark, tools))
    const arrived = { name: 'arrival_seconds', value: (tools.elapsed() - handed) / 1000 }
    const gauges: readonly Gauge[] = [
      { name: 'send_seconds', value: (handed - began) / 1000 },
      ...(found.verdict === 'ok' ? [arrived] : []),
    ]
    return { ...found, gauges }
  },
}

/** Hands the mail over; in words, why not. */
async function sent(settings: MailCheckSettings, mark: string, tools: ProbeTools): Promise<string | undefined> {
  const { from, to, smtp } = settings
  tools.step({ sign: '*', text: `sends a mail by ${placeInWords(smtp)}` })
  // What speaks SMTP is loaded by nobody who does not send mails.
  const { refusalOf } = await import('./handing-over.ts')
  const reason = await refusalOf(smtp, { from, to, letter: letterOf(from, to, mark, tools.now()) }, tools.signal)
  return reason !== undefined && tools.signal.aborted ? `${placeInWords(smtp)} did not take the mail in time` : reason
}

function letterOf(from: string, to: string, mark: string, now: number): Buffer {
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
  return asMail([...lines, ...textPart(['This mail checks the way that it took. Nobody needs to read it.'])])
}

async function arrival(
  wire: Wire,
  { to, imap }: MailCheckSettings,
  mark: string,
  tools: ProbeTools,
): Promise<ProbeResult> {
  const mailbox = await opened(wire, imap)
  for (;;) {
    const uids = await mailbox.search(MARK, mark)
    if (uids.length > 0) {
      await mailbox.remove(uids)
      await mailbox.remove(await mailbox.search(MARK, '', ` BEFORE ${dateOf(tools.now() - DAY)}`))
      mailbox.logOut()
      return { verdict: 'ok', text: `A mail to ${to} arrived` }
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
