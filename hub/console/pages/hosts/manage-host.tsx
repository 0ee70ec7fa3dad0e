import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { goTo } from '../../state/navigator.ts'
import { pathTo } from '../../state/place.ts'
import { say } from '../../state/said.ts'
import { me } from '../../state/session.ts'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { ForgetHost } from './forget-host.tsx'
import { RenameHost } from './rename-host.tsx'
import { RevokeHost } from './revoke-host.tsx'
import { RotateSecret } from './rotate-secret.tsx'

interface ManageHostParts {
  readonly host: string
  readonly isRevoked: boolean
  readonly onChanged: () => void
}

/** What an admin can do with a host; others are told who can. */
export function ManageHost({ host, isRevoked, onChanged }: ManageHostParts): JSX.Element {
  const [open, done] = [useSignal<'rename' | 'rotate' | 'revoke' | 'forget' | undefined>(undefined), useSignal('')]
  if (me.value?.rights.manage !== true) return <p class="faint">{words.onlyAdmins}</p>
  const shut = (): void => void (open.value = undefined)
  const finish = (said: string): void => {
    shut()
    done.value = said
    say(said)
    onChanged()
  }
  return (
    <section aria-label={words.manage}>
      <div class="heading">
        <h2>{words.manage}</h2>
      </div>
      <div class="manage">
        <button type="button" class="button small" onClick={() => (open.value = 'rename')}>
          {words.rename}…
        </button>
        {isRevoked ? (
          <button type="button" class="button small" onClick={() => (open.value = 'forget')}>
            {words.forget}…
          </button>
        ) : (
          <>
            <button type="button" class="button small" onClick={() => (open.value = 'rotate')}>
              {words.rotate}…
            </button>
            <button type="button" class="button small" onClick={() => (open.value = 'revoke')}>
              {words.revoke}…
            </button>
          </>
        )}
        {done.value === '' ? null : <span class="soft">{done.value}</span>}
      </div>
      {open.value === 'rename' ? (
        <RenameHost
          host={host}
          onClose={shut}
          onDone={(name) => {
            goTo(pathTo('host', { name }), 'replace')
            say(words.renamed(name))
          }}
        />
      ) : null}
      {open.value === 'rotate' ? <RotateSecret host={host} onClose={shut} /> : null}
      {open.value === 'revoke' ? <RevokeHost host={host} onClose={shut} onDone={() => finish(words.revoked)} /> : null}
      {open.value === 'forget' ? (
        <ForgetHost
          host={host}
          onClose={shut}
          onDone={() => {
            goTo(pathTo('hosts'), 'replace')
            say(words.forgotten(host))
          }}
        />
      ) : null}
    </section>
  )
}
