import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { TextField } from '../../parts/text-field.tsx'
import { ask } from '../../state/ask.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { HostDialog } from './host-dialog.tsx'

interface RevokeHostParts {
  readonly host: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Ends the credentials of a host, once its name was typed: nothing brings them back. */
export function RevokeHost({ host, onClose, onDone }: RevokeHostParts): JSX.Element {
  const typed = useSignal('')
  return (
    <HostDialog
      title={words.revokeTitle(host)}
      hint={words.revokeHint(host)}
      go={words.revokeGo}
      isReady={typed.value.trim() === host}
      change={() => ask<undefined>(`/api/v1/hosts/${encodeURIComponent(host)}/revoke`, { method: 'POST', json: {} })}
      onDone={onDone}
      onClose={onClose}
    >
      <TextField label={words.revokeName} value={typed} hasFocus />
    </HostDialog>
  )
}
