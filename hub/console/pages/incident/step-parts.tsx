import type { JSX } from 'preact'
import type { ShownPart } from '../../../contract/incident-contract.ts'
import { Moment } from '../../parts/moment.tsx'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { kindLabel } from '../../words/kind-words.ts'
import { ProofLine } from './proof-line.tsx'

/** So many parts stand below a step; the others are folded. */
const MOST = 3

/** What a conclusion follows from, each with its proof; nothing if that is not kept. */
export function StepParts({ from }: { readonly from: readonly ShownPart[] }): JSX.Element | null {
  if (from.length === 0) return null
  const rest = from.slice(MOST)
  return (
    <div class="step-parts">
      <PartList parts={from.slice(0, MOST)} />
      {rest.length === 0 ? null : (
        <details>
          <summary class="link">{words.moreParts(rest.length)}</summary>
          <PartList parts={rest} />
        </details>
      )}
    </div>
  )
}

function PartList({ parts }: { readonly parts: readonly ShownPart[] }): JSX.Element {
  return (
    <ul aria-label={words.from}>
      {parts.map((part) => (
        <li key={part.event}>
          <span>
            <Moment time={part.time} /> {kindLabel(part.type)}
          </span>
          <ProofLine of={part} />
        </li>
      ))}
    </ul>
  )
}
