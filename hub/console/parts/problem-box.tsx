import type { JSX } from 'preact'
import { useKeys } from '../state/keys.ts'
import { now } from '../state/now.ts'
import type { Problem } from '../state/problem.ts'
import { useSaidError } from '../state/said-errors.ts'
import { WORDS } from '../words/words.ts'
import { CopyButton } from './copy-button.tsx'
import { StateBox } from './state-box.tsx'

const { states } = WORDS

interface ProblemBoxParts {
  readonly problem: Problem
  /** When it is tried again, in milliseconds. */
  readonly nextTry?: number | undefined
  readonly onAgain: () => void
}

/** An error: its number, whose fault it is, what is safe, and when it is tried again; in full only once on a page. */
export function ProblemBox({ problem, nextTry, onAgain }: ProblemBoxParts): JSX.Element {
  const { code, fault } = problem
  const title = problem.said === '' ? states.titles[fault] : problem.said
  const { element, isRepeated, tryAll } = useSaidError(`${code} ${title}`, onAgain)
  // Above it stands the dialog in which to sign in.
  if (fault === 'session')
    return (
      <StateBox kind="empty" word={states.signedOut} title={title} at={element}>
        <p>{states.whose.session}</p>
      </StateBox>
    )
  if (isRepeated) return <StateBox kind="error" word={states.error(code)} title={states.same} at={element} isRepeated />
  // What the hub refuses it refuses again; where it said when to come again, nothing is asked sooner.
  const isForGood = fault === 'asked' || fault === 'rights'
  const mayTry = !isForGood && (nextTry === undefined || Math.floor(code / 100) !== 429)
  const acts = <ProblemActs problem={problem} onAgain={mayTry ? tryAll : undefined} />
  return (
    <StateBox kind="error" word={states.error(code)} title={title} acts={acts} at={element}>
      <p>{states.whose[fault]}</p>
      {nextTry === undefined ? null : (
        <p>
          {states.next(Math.max(0, (nextTry - now.value) / 1000))} {states.lasts} <code>spoor-hub status</code>
        </p>
      )}
    </StateBox>
  )
}

interface ProblemActsParts extends Pick<ProblemBoxParts, 'problem'> {
  /** Undefined where it must not be tried yet. */
  readonly onAgain: (() => void) | undefined
}

/** What can be done about it. */
function ProblemActs({ problem: { code, said }, onAgain }: ProblemActsParts): JSX.Element {
  useKeys(WORDS.keys.here, onAgain === undefined ? [] : [{ keys: 'r', words: WORDS.keys.again, run: onAgain }])
  return (
    <>
      {onAgain === undefined ? null : (
        <button type="button" class="button small" onClick={onAgain} title={`${states.tryNow} (r)`}>
          {states.tryNow} <kbd>r</kbd>
        </button>
      )}
      <CopyButton
        text={`${states.error(code)} ${said} ${location.href} ${new Date(now.value).toISOString()}`}
        words={states.forSupport}
      />
    </>
  )
}
