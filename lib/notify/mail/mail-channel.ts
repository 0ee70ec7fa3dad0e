import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import type { SMTPConnectionSendInfo, SMTPError } from 'nodemailer/lib/smtp-connection'
import { excerpt } from '../../http/answers/answer.ts'
import { ActionNeeded } from '../../system/errors.ts'
import type { Channel, Receipt } from '../channel.ts'
import type { Message } from '../message.ts'
import { letter } from './letter.ts'
import { mailAttempt } from './mail-attempt.ts'
import { type MailSettings, relayOf } from './mail-settings.ts'
import { inSession } from './smtp-session.ts'

/** What came of a conversation with the relay, and what no reason may repeat. */
interface Conversation {
  readonly sent?: SMTPConnectionSendInfo
  readonly error?: unknown
  readonly secrets: readonly string[]
}

/** Tells by mail, in one conversation with the relay for each message. */
export function mailChannel(settings: MailSettings): Channel {
  return {
    recipients: settings.to,
    async check(signal) {
      const { error, secrets } = await conversation(
        { settings, recipients: [], content: () => nothing(settings) },
        signal,
      )
      if (error === undefined) return []
      if (error instanceof ActionNeeded) return error.message.split('\n')
      const attempt = mailAttempt(error, { ...settings, secrets })
      return 'reason' in attempt ? [attempt.reason] : []
    },
    async send(message, signal, recipients = settings.to) {
      return sent({ settings, recipients, content: async () => (await writerFor(settings))(message) }, signal)
    },
  }
}

/** Sends a mail that is written already, as a channel sends its messages; never rejects. */
export async function sendWritten(
  settings: MailSettings,
  { content, recipients }: { readonly content: Readable; readonly recipients: readonly string[] },
  signal: AbortSignal,
): Promise<readonly Receipt[]> {
  return sent({ settings, recipients, content: async () => content }, signal)
}

interface Sending {
  readonly settings: MailSettings
  readonly recipients: readonly string[]
  /** Makes the mail, before anything is said to the relay; undefined to say nothing there. */
  readonly content: () => Promise<Buffer | Readable | undefined>
}

async function nothing(settings: MailSettings): Promise<undefined> {
  await writerFor(settings)
}

async function sent(sending: Sending, signal: AbortSignal): Promise<readonly Receipt[]> {
  const { settings, recipients } = sending
  if (recipients.length === 0) return []
  const over = await conversation(sending, signal)
  return recipients.map((recipient) => receiptFor(recipient, over, settings))
}

async function conversation(
  { settings, recipients, content: write }: Sending,
  signal: AbortSignal,
): Promise<Conversation> {
  let secrets: readonly string[] = []
  try {
    const relay = await relayOf(settings)
    // Before anything is said to the relay: what cannot be encrypted waits.
    const content = await write()
    secrets = relay.login ? [relay.login.pass] : []
    const answer = await inSession(relay, signal, async (connection) => {
      if (content === undefined) return undefined
      const envelope = { from: settings.from, to: [...recipients] }
      return promisify(connection.send.bind(connection))(envelope, content)
    })
    return { secrets, ...(answer && { sent: answer }) }
  } catch (error) {
    return { secrets, error }
  }
}

/** What writes mails, to the keys if there are some. Throws `ActionNeeded` if one cannot be encrypted to now. */
async function writerFor(settings: MailSettings): Promise<(message: Message) => Promise<Buffer>> {
  const { keys: pinned } = settings
  if (pinned === undefined) return async (message) => letter(message, settings)
  const [{ readRecipientKeys }, { encryptedLetter }] = await Promise.all([
    import('../../pgp/recipient-keys.ts'),
    import('./encrypted-letter.ts'),
  ])
  const now = Date.now()
  const keys = await readRecipientKeys(pinned, now)
  return (message) => encryptedLetter(message, settings, keys, now)
}

/** Some recipients may be refused and others not. */
function receiptFor(recipient: string, { sent, error, secrets }: Conversation, settings: MailSettings): Receipt {
  const { rejectedErrors = [] }: Partial<SMTPError> = sent ?? (error instanceof Error ? error : {})
  const fault = rejectedErrors.find((each) => each.recipient === recipient) ?? error
  if (fault !== undefined) return { recipient, ...mailAttempt(fault, { ...settings, secrets }) }
  return { recipient, result: 'delivered', answer: excerpt(sent?.response ?? '', secrets) }
}
