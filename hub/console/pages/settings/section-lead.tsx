import type { ComponentChildren, JSX } from 'preact'
import { Shown } from '../../parts/shown.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer } from '../../state/answer.ts'
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

interface SectionShownParts<T> {
  readonly title: string
  readonly answer: Answer<T>
  readonly children: (value: T) => ComponentChildren
}

/** What a section asked for; its name stands at the head until the answer is there. */
export function SectionShown<T>({ title, answer, children }: SectionShownParts<T>): JSX.Element {
  return (
    <>
      {answer.known.value.value === undefined ? <SectionLead title={title} /> : null}
      <Shown answer={answer}>{children}</Shown>
    </>
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
