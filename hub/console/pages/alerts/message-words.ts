import type { ShownAlert } from '../../../contract/alert-contract.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

/** Why a message was made, in words; its name if only a later hub knows it. */
export function reasonWord(reason: string): string {
  return Object.entries(ALERT_WORDS.reasons).find(([name]) => name === reason)?.[1] ?? reason
}

/** What a message is about: its subject without the mark of the hub, which mail readers need. */
export function subjectWords({ subject }: Pick<ShownAlert, 'subject'>): string {
  return subject === '' ? ALERT_WORDS.messages.erased : subject.replace(/^\[spoor\] /, '')
}
