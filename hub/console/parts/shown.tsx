import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import { Answer, type Asker } from '../state/answer.ts'
import { renewed } from '../state/renewed.ts'
import { Loading } from './loading.tsx'
import { ProblemBox } from './problem-box.tsx'

/** The answer to a question that a component asks, for as long as it is shown. */
export function useAnswer<T>(path: string | undefined, asker?: Asker<T>): Answer<T> {
  const answer = useMemo(() => new Answer<T>(asker), [])
  const { value: round } = renewed
  // Before the frame is painted, not after it: the hub works meanwhile.
  useLayoutEffect(() => answer.want(path), [path])
  useEffect(() => {
    if (round > 0) answer.again()
  }, [round])
  useEffect(() => () => answer.stop(), [])
  return answer
}

/** Why an answer cannot be had, where something else stands in its place; nothing if it can. */
export function Failed({ answer }: { readonly answer: Answer<unknown> }): JSX.Element | null {
  const { value, problem, nextTry } = answer.known.value
  if (problem === undefined || (problem.fault === 'session' && value !== undefined)) return null
  return <ProblemBox problem={problem} nextTry={nextTry} onAgain={() => answer.again()} />
}

interface ShownParts<T> {
  readonly answer: Answer<T>
  readonly children: (value: T) => ComponentChildren
}

/**
 * The only wrapper of what is asked: awaited, failed, or there. While the answer to another question is awaited, the old
 * one stays in grey; if the same cannot be had again, it stays below the error.
 */
export function Shown<T>({ answer, children }: ShownParts<T>): JSX.Element {
  const { value, problem, isOld } = answer.known.value
  return (
    <>
      <Failed answer={answer} />
      {value === undefined && problem === undefined ? <Loading /> : null}
      {value === undefined ? null : <Held isOld={isOld}>{children(value)}</Held>}
    </>
  )
}

/** After how long an old answer is grey, in milliseconds: to colour a long list costs as much as to show a new one. */
const PATIENCE = 150

interface HeldParts {
  readonly isOld: boolean
  readonly children: ComponentChildren
}

/** An answer, in grey where the newer one does not come at once. */
function Held({ isOld, children }: HeldParts): JSX.Element {
  const isGrey = useSignal(false)
  useEffect(() => {
    const timer = isOld ? setTimeout(() => (isGrey.value = true), PATIENCE) : undefined
    return () => {
      clearTimeout(timer)
      isGrey.value = false
    }
  }, [isOld])
  return (
    <div class={`shown${isOld ? ' stale' : ''}${isOld && isGrey.value ? ' grey' : ''}`} aria-busy={isOld}>
      {children}
    </div>
  )
}
