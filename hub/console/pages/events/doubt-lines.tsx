import type { JSX } from 'preact'
import { DOUBT_WORDS as words } from '../../words/doubt-words.ts'
import type { Doubts } from './doubts.ts'

/** Which hosts could not tell, a line for each reason. */
export function DoubtLines({ doubts }: { readonly doubts: Doubts }): JSX.Element {
  return (
    <>
      {[...doubts].map(([reason, names]) => (
        <p key={reason}>
          <b>{words.names(names)}</b> {words.reasons[reason](names.length)}
        </p>
      ))}
    </>
  )
}
