import { wordsOf } from '../../lib/event/words.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { ShownEvent } from '../contract/event-contract.ts'

/** What happened, to whom, in one line: `ann@example.com (192.0.2.7) logged in`. */
export function sentenceOf({ id, type, mailbox_address: mailbox, ip, fields }: ShownEvent): string {
  const who = [mailbox, ip === null ? null : `(${ip})`].filter((word) => word !== null)
  return plainText([...who, wordsOf({ ...fields, id, type })].join(' '))
}
