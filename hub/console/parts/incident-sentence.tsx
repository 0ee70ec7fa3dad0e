import type { JSX } from 'preact'
import type { ShownIncident } from '../../contract/incident-contract.ts'
import { sentencePieces } from './sentence-pieces.ts'

type Sentenced = Pick<ShownIncident, 'sentence' | 'subject' | 'subject_type'>

/** What happened, in one sentence; its values are links to the pages about them. */
export function IncidentSentence({ incident }: { readonly incident: ShownIncident }): JSX.Element {
  return <SentencePieces of={incident} />
}

/** A sentence about an incident, in the same way. */
export function SentencePieces({ of }: { readonly of: Sentenced }): JSX.Element {
  return (
    <>
      {sentencePieces(of).map(({ text, href }, index) =>
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
