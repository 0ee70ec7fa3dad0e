import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { RotatedSecret } from '../../../contract/host-contract.ts'
import { Command, CopyButton } from '../../parts/copy-button.tsx'
import { Modal } from '../../parts/modal.tsx'
import { DayMoment } from '../../parts/moment.tsx'
import { ask } from '../../state/ask.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { HostDialog } from './host-dialog.tsx'

/** What puts the secret where `spoor-agent enrol` keeps it. */
const INSTALL = 'install -m 640 -g spoor /dev/stdin /etc/spoor/private/hub_secret'

/** Makes a new secret of a host, and shows it once. */
export function RotateSecret({ host, onClose }: { readonly host: string; readonly onClose: () => void }): JSX.Element {
  const made = useSignal<RotatedSecret | undefined>(undefined)
  if (made.value === undefined)
    return (
      <HostDialog
        title={words.rotateTitle(host)}
        hint={words.rotateHint}
        go={words.rotateGo}
        isReady
        change={() =>
          ask<RotatedSecret>(`/api/v1/hosts/${encodeURIComponent(host)}/rotate`, { method: 'POST', json: {} })
        }
        onDone={(secret) => (made.value = secret)}
        onClose={onClose}
      />
    )
  const { secret, previous_until: until } = made.value
  return (
    <Modal label={words.rotateTitle(host)} style="sign-in">
      <h2>{words.secret}</h2>
      <div class="command">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </div>
      <p class="soft">{words.rotated}</p>
      <Command text={INSTALL} />
      <p class="faint">
        {words.until} <DayMoment time={until} />.
      </p>
      <button type="button" class="button first" onClick={onClose}>
        {words.done}
      </button>
    </Modal>
  )
}
