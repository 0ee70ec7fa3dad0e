import type { ComponentChildren, JSX } from 'preact'
import { StateBox } from '../../parts/state-box.tsx'
import { me } from '../../state/session.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'

interface LeadParts {
  readonly title: string
  readonly note?: string
  readonly children?: ComponentChildren
}

/** The sentence at the head of a section, and what can be done there. */
export function SectionLead({ title, note, children }: LeadParts): JSX.Element {
  return (
    <div class="lead">
      <div>
        <h1>{title}</h1>
        {note === undefined ? null : <p>{note}</p>}
      </div>
      {children === undefined ? null : <div class="acts">{children}</div>}
    </div>
  )
}

/** In the place of a section that the role does not show: who may. */
export function AdminsOnly({ title }: { readonly title: string }): JSX.Element {
  return (
    <>
      <SectionLead title={title} />
      <div class="sheet">
        <StateBox
          kind="cannotKnow"
          word={WORDS.states.cannotKnow}
          title={SETTINGS_WORDS.adminsOnly(me.value?.role ?? 'viewer')}
        >
          <p>
            {SETTINGS_WORDS.adminsOnlyHint} <code>spoor-hub people role NAME admin</code>
          </p>
        </StateBox>
      </div>
    </>
  )
}

/** Whether whoever is signed in may change who may do what, and see it. */
export function mayManage(): boolean {
  return me.value?.rights.manage === true
}
