import { createHmac } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import type { Message } from '../message.ts'
import { shownLines, shownSubject } from '../shown-text.ts'

const LONGEST = 256 * 1024

/** What a request to a webhook holds. */
export interface Payload {
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
}

/**
 * The request that tells a webhook of a message: JSON of at most 256 KiB. Data that are longer are left out, which
 * `data_left_out` says. The id is the same in every try, and the time of the try is among the signed bytes.
 */
export function payload(message: Message, now: number, secret: string | undefined): Payload {
  const { id, thread, time, importance } = message
  const told = {
    id,
    sent_at: new Date(now).toISOString(),
    thread,
    time: new Date(time).toISOString(),
    importance,
    subject: withoutOrders(shownSubject(message.subject)),
    // Chat servers show this.
    text: withoutOrders(shownLines(message.text).join('\n')),
  }
  const whole = Buffer.from(JSON.stringify({ ...told, data: message.data }))
  const body = whole.length <= LONGEST ? whole : Buffer.from(JSON.stringify({ ...told, data_left_out: true }))
  const headers = { 'content-type': 'application/json', 'x-spoor-delivery': id }
  return {
    body,
    headers: secret === undefined ? headers : { ...headers, 'x-spoor-signature-256': signature(body, secret) },
  }
}

/**
 * Chat servers take `<!channel>`, `<https://…|text>` and `@everyone` as orders, also in names that strangers
 * chose. Other signs that look alike stand for those; an at sign within a mail address stays.
 */
function withoutOrders(text: string): string {
  return text.replaceAll('<', '‹').replaceAll(/(?<!\w)@|@(?=everyone|here)/g, '＠')
}

/** As GitHub signs its webhooks: the HMAC of the very bytes of the body. */
function signature(body: Buffer, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}
