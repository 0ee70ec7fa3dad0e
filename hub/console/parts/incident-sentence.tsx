import type { JSX } from 'preact'
import type { ShownIncident } from '../../contract/incident-contract.ts'
import { type AboutSubject, sentencePieces } from './sentence-pieces.ts'

interface IncidentSentenceParts {
  readonly incident: ShownIncident
  /** Values that it may name beside its subject, as far as they are known. */
  readonly named?: readonly string[]
}

/** What happened, in one sentence; its values are links to the pages about them. */
export function IncidentSentence({ incident, named = [] }: IncidentSentenceParts): JSX.Element {
  return <SentencePieces sentence={incident.sentence} about={incident} named={named} />
}

interface SentencePiecesParts {
  readonly sentence: string
  readonly about: AboutSubject
  readonly named: readonly string[]
}

/** A sentence about an incident, in the same way. */
export function SentencePieces({ sentence, about, named }: SentencePiecesParts): JSX.Element {
  return (
    <>
      {sentencePieces(sentence, about, named).map(({ text, href }, index) =>
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
