import { Component, type ComponentChildren } from 'preact'
import { WORDS } from '../words/words.ts'
import { LoadAgain } from './load-again.tsx'
import { StateBox } from './state-box.tsx'

interface GuardedParts {
  readonly children: ComponentChildren
}

/** A page whose fault stays its own: the navigation remains, and the fault is said, where a blank page would be. */
export class Guarded extends Component<GuardedParts, { readonly isBroken?: boolean }> {
  static override getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true }
  }

  override render(): ComponentChildren {
    if (this.state.isBroken !== true) return this.props.children
    const { states } = WORDS
    return (
      <div class="page">
        <h1 class="unseen">{states.broken}</h1>
        <div class="sheet">
          <StateBox kind="error" word={states.brokenWord} title={states.broken} acts={<LoadAgain />}>
            <p>{states.brokenHint}</p>
          </StateBox>
        </div>
      </div>
    )
  }
}
