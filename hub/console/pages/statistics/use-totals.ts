import { useMemo } from 'preact/hooks'
import type { TotalsAnswer } from '../../../contract/totals-contract.ts'
import { useAnswer } from '../../parts/shown.tsx'
import type { Answer, Known } from '../../state/answer.ts'
import type { StatisticsWish } from './statistics-wish.ts'
import { totalsPath, type TotalsSpan } from './totals-span.ts'
import { filledIn } from './totals-sums.ts'

/** What was counted in a time. */
export interface AskedTotals {
  /** What is awaited, or could not be had, first. */
  readonly answer: Answer<TotalsAnswer>
  /** All of it; undefined until it is there. */
  readonly value: TotalsAnswer | undefined
  /** What all keys together have; undefined until it is there. */
  readonly whole: TotalsAnswer | undefined
  /** Whether an answer is still to come; what is there then answers an earlier question. */
  readonly isAwaited: boolean
}

/** Asks what was counted in a time; of a key also what was told at all, as only that says when it had nothing. */
export function useTotals(
  wish: Pick<StatisticsWish, 'kind' | 'host' | 'label'>,
  span: TotalsSpan | undefined,
  key: string | undefined,
): AskedTotals {
  const whole = useAnswer<TotalsAnswer>(span === undefined ? undefined : totalsPath(wish, span))
  const keyed = useAnswer<TotalsAnswer>(
    span === undefined || key === undefined ? undefined : totalsPath(wish, span, key),
  )
  const [all, its] = [whole.known.value, keyed.known.value]
  const value = useMemo(() => {
    if (key === undefined) return all.value
    const isOne = its.value?.kind === all.value?.kind && its.value?.step === all.value?.step
    return its.value === undefined || all.value === undefined || !isOne ? undefined : filledIn(its.value, all.value)
  }, [key, all.value, its.value])
  const isWholeFirst =
    key === undefined || (all.value === undefined && its.value !== undefined) || all.problem !== undefined
  const isAwaited = span !== undefined && (isOpen(all) || (key !== undefined && isOpen(its)))
  return { answer: isWholeFirst ? whole : keyed, value, whole: all.value, isAwaited }
}

function isOpen({ value, problem, isOld }: Known<TotalsAnswer>): boolean {
  return isOld || (value === undefined && problem === undefined)
}
