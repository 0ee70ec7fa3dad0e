import type { JSX } from 'preact'
import type { ShownIncident } from '../../contract/incident-contract.ts'
import { sentencePieces } from './sentence-pieces.ts'

/** What happened, in one sentence; its values are links to the pages about them. */
export function IncidentSentence({ incident }: { readonly incident: ShownIncident }): JSX.Element {
  return (
    <>
      {sentencePieces(incident).map(({ text, href }, index) =>
        href === undefined ? (
          text
        ) : (
          <a key={index} class="named" href={href}>
            {text}
          </a>
        ),
      )}
    </>
  )
}
