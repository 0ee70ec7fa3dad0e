import * as v from 'valibot'
import type { Receipt } from '../../lib/notify/channel.ts'
import type { MailSettings } from '../../lib/notify/mail/mail-settings.ts'
import type { Message } from '../../lib/notify/message.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'

// What the process that sends mail is told on its standard input, and what it answers: JSON, as another version may
// have started it.

/** The most bytes of either. */
export const LONGEST_ORDER = 1024 * 1024

const text = v.string()
// Strict: a setting that this version does not know may be the one that keeps a mail from being sent in clear.
const settings = v.strictObject({
  program: text,
  option: text,
  from: text,
  to: v.array(text),
  host: text,
  port: v.number(),
  timeout: v.number(),
  tls: v.exactOptional(v.picklist(['starttls', 'implicit', 'none'])),
  user: v.exactOptional(text),
  passwordFile: v.exactOptional(text),
  caFile: v.exactOptional(text),
  keys: v.exactOptional(v.array(v.object({ file: text, fingerprint: text }))),
})
const message = v.object({
  id: text,
  thread: text,
  time: v.number(),
  importance: v.picklist(['high', 'normal', 'low']),
  subject: text,
  text,
})

/** A mail to send, or one that is written and comes as descriptor 3; without one a look at the way to the server. */
const order = v.object({
  settings,
  mail: v.exactOptional(v.object({ message, recipients: v.array(text) })),
  letter: v.exactOptional(v.object({ recipients: v.array(text) })),
})

const receipt = v.variant('result', [
  v.object({ result: v.literal('delivered'), recipient: text, answer: text }),
  v.object({ result: v.literal('later'), recipient: text, reason: text }),
  v.object({ result: v.literal('refused'), recipient: text, reason: text }),
])
const answer = v.object({ receipts: v.exactOptional(v.array(receipt)), faults: v.exactOptional(v.array(text)) })

/** What the process is to do. */
export type MailOrder = v.InferOutput<typeof order>

/** What came of it: receipts of a mail, or what is wrong on the way. */
export interface MailAnswer {
  readonly receipts?: readonly Receipt[]
  readonly faults?: readonly string[]
}

/** An order as it is written. */
export function orderText({ lookup: _lookup, ...given }: MailSettings, mail?: Mail): string {
  const { data: _data, ...told } = mail?.message ?? { data: null }
  return JSON.stringify({ settings: given, ...(mail && { mail: { message: told, recipients: mail.recipients } }) })
}

/** The order to send a mail that is written already. */
export function letterOrderText(
  { lookup: _lookup, ...given }: MailSettings,
  letter: { readonly recipients: readonly string[] },
): string {
  return JSON.stringify({ settings: given, letter })
}

interface Mail {
  readonly message: Message
  readonly recipients: readonly string[]
}

/** The order in a text; undefined if it holds none. */
export function orderIn(written: string): MailOrder | undefined {
  const read = v.safeParse(v.pipe(foreignJson, order), written)
  return read.success ? read.output : undefined
}

/** The answer in a text; undefined if it holds none. */
export function answerIn(written: string): MailAnswer | undefined {
  const read = v.safeParse(v.pipe(foreignJson, answer), written)
  return read.success ? read.output : undefined
}
