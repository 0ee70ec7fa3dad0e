import type { JSX } from 'preact'
import { useKeys } from '../state/keys.ts'
import { now } from '../state/now.ts'
import type { Problem } from '../state/problem.ts'
import { WORDS } from '../words/words.ts'
import { CopyButton } from './copy-button.tsx'
import { StateBox } from './state-box.tsx'

interface ProblemBoxParts {
  readonly problem: Problem
  /** When it is tried again, in milliseconds. */
  readonly nextTry?: number | undefined
  readonly onAgain: () => void
}

/** An error: its number, whose fault it is, what is safe, and when it is tried again. */
export function ProblemBox({ problem, nextTry, onAgain }: ProblemBoxParts): JSX.Element {
  const { code, fault, said } = problem
  const { states } = WORDS
  // Where the hub said when to come again, nothing is asked sooner.
  const mayTry = nextTry === undefined || Math.floor(code / 100) !== 429
  useKeys(WORDS.keys.here, mayTry ? [{ keys: 'r', words: WORDS.keys.again, run: onAgain }] : [])
  const acts = (
    <>
      {mayTry ? (
        <button type="button" class="button small" onClick={onAgain} title={`${states.tryNow} (r)`}>
          {states.tryNow} <kbd>r</kbd>
        </button>
      ) : null}
      <CopyButton text={`${states.error(code)} ${said} ${location.href} ${new Date(now.value).toISOString()}`} />
      {code === 0 ? null : (
        <a class="link" href={`/errors/${code}`} target="_blank" rel="noreferrer">
          {states.about(code)}
        </a>
      )}
    </>
  )
  return (
    <StateBox kind="error" word={states.error(code)} title={said === '' ? states.titles[fault] : said} acts={acts}>
      <p>{states.whose[fault]}</p>
      {nextTry === undefined ? null : (
        <p>
          {states.next(Math.max(0, (nextTry - now.value) / 1000))} {states.lasts} <code>spoor-hub status</code>
        </p>
      )}
    </StateBox>
  )
}
