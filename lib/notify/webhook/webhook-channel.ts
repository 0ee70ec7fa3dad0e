import { VERSION } from '../../command-line/version.ts'
import { sendRequest } from '../../http/request.ts'
import { onAbort } from '../../system/on-abort.ts'
import type { Attempt, Channel } from '../channel.ts'
import type { Message } from '../message.ts'
import { payload } from './payload.ts'
import { reach } from './reach.ts'
import { attemptOfAnswer, reasonOfNoAnswer } from './webhook-attempt.ts'
import { type ReadyWebhook, readyWebhook, type WebhookSettings } from './webhook-settings.ts'

/** The most bytes of an answer that are read. */
const LIMIT = 4096

/** Parts of a path this long may be what permits to send. */
const TOKEN = 16

/** Tells by POST, over a new connection for each message. */
export function webhookChannel(settings: WebhookSettings): Channel {
  // Without the path, which may be a secret.
  const recipient = URL.parse(settings.url)?.origin ?? 'no URL'
  return {
    recipients: [recipient],
    async check(signal) {
      const reason = await connected(settings, signal, async ({ url, agents }) => {
        await reach(url, agents, settings.timeout)
        return undefined
      })
      return reason === undefined ? [] : [reason]
    },
    async send(message, signal, recipients = [recipient]) {
      if (recipients.length === 0) return []
      const told = await connected(settings, signal, (webhook) => attemptWith(webhook, message, settings, signal))
      const attempt: Attempt = typeof told === 'string' ? { result: 'later', reason: told } : told
      // Of a former URL, perhaps.
      return recipients.map((recipient) => ({ recipient, ...attempt }))
    },
  }
}

/** Does some work with a webhook, and closes its connections. The reason, where it did not come so far. */
async function connected<T>(
  settings: WebhookSettings,
  signal: AbortSignal,
  work: (webhook: ReadyWebhook) => Promise<T>,
): Promise<T | string> {
  try {
    const webhook = await readyWebhook(settings)
    const close = (): void => {
      webhook.agents.http.destroy()
      webhook.agents.https.destroy()
    }
    const forget = onAbort(signal, close)
    try {
      return await work(webhook)
    } finally {
      forget()
      close()
    }
  } catch (error) {
    return reasonOfNoAnswer(error, settings)
  }
}

async function attemptWith(
  { url, agents, secret }: ReadyWebhook,
  message: Message,
  settings: WebhookSettings,
  signal: AbortSignal,
): Promise<Attempt> {
  const now = Date.now()
  const { headers, body } = payload(message, now, secret)
  const agent = { 'user-agent': `${settings.program}/${VERSION}`, accept: '*/*' }
  const options = { agents, timeout: settings.timeout, signal, limit: LIMIT }
  const answer = await sendRequest({ url, headers: { ...agent, ...headers }, body }, options)
  const tokens = [...url.pathname.split('/'), url.search].filter(({ length }) => length >= TOKEN)
  return attemptOfAnswer(answer, settings, now, secret === undefined ? tokens : [secret, ...tokens])
}
