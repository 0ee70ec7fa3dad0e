import { createReadStream } from 'node:fs'
import type { Command } from '../../lib/command-line/command.ts'
import { mailChannel, sendWritten } from '../../lib/notify/mail/mail-channel.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { LONGEST_ORDER, type MailAnswer, type MailOrder, orderIn } from '../alerts/mail-order.ts'

/**
 * `spoor-agent send-mail`: what an alert by mail starts for each message, which tells it on standard input what to do.
 * Nobody types it, so no list of commands shows it.
 */
export const sendMail: Command = {
  usage: 'send-mail',
  summary: 'Send the mail that standard input describes; alerts start this.',
  options: [],
  examples: [],
  run: async (_args, _options, { stdin, stdout, signal }) => {
    let text = ''
    for await (const piece of stdin.setEncoding('utf8')) {
      text += String(piece)
      if (text.length > LONGEST_ORDER) throw new ActionNeeded('send-mail: the order is too long', EXIT.usage)
    }
    const order = orderIn(text)
    if (order === undefined) throw new ActionNeeded('send-mail: standard input holds no order', EXIT.usage)
    stdout.write(`${JSON.stringify(await done(order, signal))}\n`)
    return EXIT.ok
  },
}

async function done({ settings, mail, letter }: MailOrder, signal: AbortSignal): Promise<MailAnswer> {
  if (letter !== undefined)
    return { receipts: await sendWritten(settings, { ...letter, content: createReadStream('', { fd: 3 }) }, signal) }
  const channel = mailChannel(settings)
  if (mail === undefined) return { faults: await channel.check(signal) }
  return { receipts: await channel.send({ ...mail.message, data: null }, signal, mail.recipients) }
}
