import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { testChannel } from '../../telling/test-channel.ts'
import type { StoreAction } from '../store-action.ts'

/** Sends a test over a channel. */
export const tryChannel: StoreAction = {
  usage: 'test <channel>',
  summary: 'Send a test over a channel, once, and say what became of it.',
  options: ['--config'],
  run: async ({ store, config, words: [name = ''], by, io: { stdout, signal } }) => {
    const receipts = await testChannel(name, { store, config, by, now: Date.now, signal })
    if (receipts === undefined) {
      const names = Object.keys(config.alerts.channels)
      const known = names.length === 0 ? 'it has none' : `write ${names.join(' or ')}`
      throw new ActionNeeded(plainText(`The configuration has no channel ${name}; ${known}`), EXIT.usage)
    }
    for (const { recipient, answer } of receipts.filter(({ delivered }) => delivered))
      stdout.write(plainText(`${recipient}: delivered: ${answer}`).concat('\n'))
    const failed = receipts.filter(({ delivered }) => !delivered)
    if (failed.length === 0) return
    throw new ActionNeeded(failed.map(({ recipient, answer }) => plainText(`${recipient}: ${answer}`)).join('\n'))
  },
}
