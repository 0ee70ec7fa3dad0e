import type { JSX } from 'preact'
import { Mark } from '../../parts/mark.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import { SaidThen } from './said-then.tsx'
import type { StatusWarning } from './shown-status.ts'

interface WarningsParts {
  readonly warnings: readonly StatusWarning[]
  /** When it said so, if it may be otherwise now. */
  readonly then: number | undefined
}

/** What the agent of a host warns of, in its words. */
export function Warnings({ warnings, then }: WarningsParts): JSX.Element {
  return (
    <section aria-label={words.warns}>
      <div class="heading">
        <h2>{words.warns}</h2>
        <SaidThen at={then} />
      </div>
      <div class="sheet spaced">
        {warnings.length === 0 ? (
          <p class="block soft">{then === undefined ? words.noWarnings : words.noWarningsThen}</p>
        ) : null}
        <ul>
          {warnings.map(({ severity, text }) => (
            <li key={text} class={`block warning is-${severity}`}>
              <Mark name={severity === 'error' ? 'blind' : severity === 'warning' ? 'degraded' : 'none'} />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
