import type { JSX } from 'preact'
import type { ShownPart } from '../../../contract/incident-contract.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { pathTo } from '../../state/place.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { shellQuoted } from '../../words/shell-quoted.ts'
import { offsetWords } from '../../words/step-words.ts'

/** How far the table of events reaches around an event, in seconds. */
const AROUND = 900

/** Where it is written: host, log and offset, and the command that prints the line there. */
export function ProofLine({ of: { host, log, offset, event, time } }: { readonly of: ShownPart }): JSX.Element {
  if (host === null) return <p class="step-proof">{words.byHub}</p>
  const query = new URLSearchParams({
    host,
    from: String(time - AROUND),
    until: String(time + AROUND),
    event,
  }).toString()
  return (
    <p class="step-proof">
      <a class="link" href={pathTo('host', { name: host })}>
        {host}
      </a>
      {log === null ? null : <code>{log}</code>}
      {log === null || offset === null ? null : <code>{offsetWords(offset)}</code>}
      {log === null ? null : (
        <CopyButton text={`spoor-agent line ${shellQuoted(event)}`} label={words.line(event.slice(-4))} />
      )}
      <a class="link to-event" href={pathTo('events', {}, query)}>
        {words.event}
      </a>
    </p>
  )
}
