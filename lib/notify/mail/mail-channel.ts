import { promisify } from 'node:util'
import type { SMTPConnectionSendInfo, SMTPError } from 'nodemailer/lib/smtp-connection'
import { excerpt } from '../../http/answers/answer.ts'
import { ActionNeeded } from '../../system/errors.ts'
import type { Attempt, Channel } from '../channel.ts'
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
      const { error, secrets } = await conversation(settings, signal)
      if (error === undefined) return []
      if (error instanceof ActionNeeded) return error.message.split('\n')
      const attempt = mailAttempt(error, { ...settings, secrets })
      return 'reason' in attempt ? [attempt.reason] : []
    },
    async send(message, signal, recipients = settings.to) {
      if (recipients.length === 0) return []
      const over = await conversation(settings, signal, message, recipients)
      return recipients.map((recipient) => ({ recipient, ...attemptFor(recipient, over, settings) }))
    },
  }
}

async function conversation(
  settings: MailSettings,
  signal: AbortSignal,
  message?: Message,
  recipients: readonly string[] = [],
): Promise<Conversation> {
  let secrets: readonly string[] = []
  try {
    const relay = await relayOf(settings)
    secrets = relay.login ? [relay.login.pass] : []
    const sent = await inSession(relay, signal, async (connection) => {
      if (message === undefined) return undefined
      const envelope = { from: settings.from, to: [...recipients] }
      return promisify(connection.send.bind(connection))(envelope, letter(message, settings))
    })
    return { secrets, ...(sent && { sent }) }
  } catch (error) {
    return { secrets, error }
  }
}

/** Some recipients may be refused and others not. */
function attemptFor(recipient: string, { sent, error, secrets }: Conversation, settings: MailSettings): Attempt {
  const { rejectedErrors = [] }: Partial<SMTPError> = sent ?? (error instanceof Error ? error : {})
  const fault = rejectedErrors.find((each) => each.recipient === recipient) ?? error
  if (fault !== undefined) return mailAttempt(fault, { ...settings, secrets })
  return { result: 'delivered', answer: excerpt(sent?.response ?? '', secrets) }
}
