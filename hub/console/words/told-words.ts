import { wordsOf } from '../../../lib/event/words.ts'
import type { ShownEvent } from '../../contract/event-contract.ts'

/** What an event tells, in the words of the catalogue, which follow the mailbox. */
export function toldWords({ fields, id, type, mailbox_address, ip }: ShownEvent): string {
  return wordsOf({ ...fields, id, type, mailbox_address, ip })
}
