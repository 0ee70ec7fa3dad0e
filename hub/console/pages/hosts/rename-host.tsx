import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { TextField } from '../../parts/text-field.tsx'
import { ask } from '../../state/ask.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { HostDialog } from './host-dialog.tsx'

interface RenameHostParts {
  readonly host: string
  readonly onClose: () => void
  readonly onDone: (name: string) => void
}

/** Gives a host another name. */
export function RenameHost({ host, onClose, onDone }: RenameHostParts): JSX.Element {
  const typed = useSignal(host)
  const name = typed.value.trim()
  return (
    <HostDialog
      title={words.renameTitle(host)}
      hint={words.renameHint}
      go={words.rename}
      isReady={name !== '' && name !== host}
      change={() => ask<undefined>(`/api/v1/hosts/${encodeURIComponent(host)}`, { method: 'PATCH', json: { name } })}
      onDone={() => onDone(name)}
      onClose={onClose}
    >
      <TextField label={words.newName} value={typed} hasFocus />
    </HostDialog>
  )
}
