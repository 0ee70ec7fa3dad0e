import * as v from 'valibot'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { showErased } from '../../api/erase-mailbox.ts'
import { mailboxTraces } from '../../store/ask/mailbox-traces.ts'
import { type Erased, eraseMailbox } from '../../store/erasure/erase-mailbox.ts'
import { mailboxAddress, rememberedUntil } from '../../store/erasure/mailbox-address.ts'
import type { StoreAction } from '../store-action.ts'

/** Takes one mailbox out of the store. */
export const eraseMailboxByHand: StoreAction = {
  usage: 'mailbox <address>',
  summary: 'Take a mailbox out of the store, for good.',
  options: ['--config', '--yes', '--json'],
  run: async ({ store, config, now, by, words: [typed = ''], options, io }) => {
    const { success, output: address, issues } = v.safeParse(mailboxAddress, typed)
    if (!success) throw new ActionNeeded(`"${plainText(typed)}" ${issues[0].message}`, EXIT.usage)
    if (options['yes'] !== true) {
      const { events, incidents } = await store.ask(mailboxTraces, address)
      const what = `${counted(events, 'event')} and ${counted(incidents, 'incident')}`
      throw new ActionNeeded(
        `${plainText(address)}: ${what} would be erased, and the address wherever else it stands; to do so, add --yes`,
        EXIT.usage,
      )
    }
    const until = rememberedUntil(now, config.retention.events)
    const erased = await eraseMailbox(store, { address, now, until, by })
    io.stdout.write(options['json'] === true ? plainJson(showErased(erased), 2) : asText(erased, 'url' in config.store))
  },
}

function asText({ events, namingEvents, incidents, rows, texts, isScrubbed }: Erased, isPostgresql: boolean): string {
  const done = [
    `Erased: ${counted(events, 'event')}, ${counted(incidents, 'incident')}, ${counted(rows, 'further row')};`,
    `the address taken out of ${counted(namingEvents, 'event')} and ${counted(texts, 'text')}.`,
  ].join(' ')
  const left = isScrubbed
    ? 'It is gone from the files of the store.'
    : isPostgresql
      ? 'In the files of PostgreSQL it stays until VACUUM FULL, and in its log until that is recycled.'
      : 'Somebody reads from the log of the store, where it may still be: type the command again.'
  const elsewhere = 'It stays in backups, in messages that were sent, and on its host: in logs and in the spool.'
  return `${done}\n${left}\n${elsewhere}\n`
}
