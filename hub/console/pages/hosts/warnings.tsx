import type { JSX } from 'preact'
import { Mark } from '../../parts/mark.tsx'
import { HOSTS_WORDS as words } from '../../words/hosts-words.ts'
import type { StatusWarning } from './shown-status.ts'

interface WarningsParts {
  readonly warnings: readonly StatusWarning[]
  /** Whether the host is silent: then this is what it said before. */
  readonly isSilent: boolean
}

/** What the agent of a host warns of, in its words. */
export function Warnings({ warnings, isSilent }: WarningsParts): JSX.Element {
  return (
    <section aria-label={words.warns}>
      <div class="heading">
        <h2>{words.warns}</h2>
      </div>
      <div class="sheet spaced">
        {warnings.length === 0 ? <p class="block soft">{isSilent ? words.noWarningsThen : words.noWarnings}</p> : null}
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
