import type { ComponentChildren, JSX, RefObject } from 'preact'
import { Icon } from './icon.tsx'
import { Mark, type MarkName } from './mark.tsx'

interface StateBoxParts {
  readonly kind: 'empty' | 'noMatch' | 'cannotKnow' | 'amiss' | 'error'
  /** In the place of the usual drawing. */
  readonly mark?: MarkName | undefined
  /** The word for it, at the right of the head. */
  readonly word: string
  readonly title: string
  readonly children?: ComponentChildren
  readonly acts?: ComponentChildren
  /** Where it stands. */
  readonly at?: RefObject<HTMLElement | null>
  /** Whether the page says the same already: then it is only short. */
  readonly isRepeated?: boolean
}

const DRAWINGS = {
  empty: <Mark name="none" size={24} />,
  noMatch: <Icon name="find" />,
  cannotKnow: <Mark name="unknown" size={24} />,
  amiss: <Mark name="degraded" size={24} />,
  error: <Mark name="blind" size={24} />,
} as const

/** Why there is nothing to see; no two of these look alike. */
export function StateBox({
  kind,
  word,
  title,
  children,
  acts,
  mark,
  at,
  isRepeated = false,
}: StateBoxParts): JSX.Element {
  return (
    <section
      class={`state ${kind}${isRepeated ? ' repeated' : ''}`}
      role={kind === 'error' && !isRepeated ? 'alert' : undefined}
      {...(at === undefined ? {} : { ref: at })}
    >
      <div class="state-drawing">{mark === undefined ? DRAWINGS[kind] : <Mark name={mark} size={24} />}</div>
      <div class="state-text">
        <h2>
          {title}
          <span class="state-word">{word}</span>
        </h2>
        {children}
        {acts === undefined ? null : <div class="state-acts">{acts}</div>}
      </div>
    </section>
  )
}
