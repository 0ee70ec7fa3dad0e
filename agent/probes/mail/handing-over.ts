import { promisify } from 'node:util'
import { mailAttempt } from '../../../lib/notify/mail/mail-attempt.ts'
import { relayOf } from '../../../lib/notify/mail/mail-settings.ts'
import { inSession } from '../../../lib/notify/mail/smtp-session.ts'
import { said } from '../wire/said.ts'
import type { MailCheckSettings } from './mail-settings.ts'

/** Nothing but the signal ends it: the longest time that a timer of Node can wait. */
const FOREVER = 2 ** 31 - 1

/** A mail, ready to be sent. */
interface Mailing {
  readonly from: string
  readonly to: string
  readonly letter: Buffer
}

/** Hands a mail to its server; why it was not taken, in a sentence without a full stop. */
export async function refusalOf(
  { host, port, tls, user, password_file: passwordFile }: MailCheckSettings['smtp'],
  { from, to, letter }: Mailing,
  signal: AbortSignal,
): Promise<string | undefined> {
  const words = { program: 'spoor-agent', option: 'smtp' }
  const secrets: string[] = []
  try {
    const relay = await relayOf({ ...words, from, to: [to], host, port, tls, user, passwordFile, timeout: FOREVER })
    if (relay.login !== undefined) secrets.push(relay.login.pass)
    await inSession(relay, signal, async (connection) =>
      promisify(connection.send.bind(connection))({ from, to }, letter),
    )
    return undefined
  } catch (error) {
    const attempt = mailAttempt(error, { ...words, from, secrets })
    return 'reason' in attempt ? said(Buffer.from(attempt.reason)).replace(/\.$/, '') : undefined
  }
}
