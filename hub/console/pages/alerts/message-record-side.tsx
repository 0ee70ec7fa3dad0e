import type { JSX } from 'preact'
import { Modal } from '../../parts/modal.tsx'
import { isWide } from '../../state/wide.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { MessageRecord, shutMessage } from './message-record.tsx'

interface MessageRecordSideParts {
  readonly id: string
  readonly onCare: () => void
}

/** The open message: beside the table, or over it where there is no room. */
export function MessageRecordSide(parts: MessageRecordSideParts): JSX.Element {
  const { record } = ALERT_WORDS.messages
  if (!isWide.value)
    return (
      <Modal label={record} style="drawer" onClose={shutMessage}>
        <MessageRecord {...parts} />
      </Modal>
    )
  return (
    <aside class="record-side sheet" aria-label={record}>
      <MessageRecord {...parts} />
    </aside>
  )
}
