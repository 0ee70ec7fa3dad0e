import type { JSX } from 'preact'
import { ask } from '../../state/ask.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { HostDialog } from './host-dialog.tsx'

interface ForgetHostParts {
  readonly host: string
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Takes a host whose credentials have ended out of all lists. */
export function ForgetHost({ host, onClose, onDone }: ForgetHostParts): JSX.Element {
  return (
    <HostDialog
      title={words.forgetTitle(host)}
      hint={words.forgetHint}
      go={words.forgetGo}
      isReady
      change={() => ask<undefined>(`/api/v1/hosts/${encodeURIComponent(host)}/forget`, { method: 'POST', json: {} })}
      onDone={onDone}
      onClose={onClose}
    />
  )
}
