import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { IncidentAnswer, ShownStep } from '../../../contract/incident-contract.ts'
import { ask } from '../../state/ask.ts'
import { refusalWords } from '../../state/refusal-words.ts'

/** How many steps come with an incident, and how many are asked for at once. */
export const STEP_PAGE = 100

/** The steps of an incident as far as they are shown. */
export interface MoreSteps {
  readonly steps: readonly ShownStep[]
  readonly isMore: boolean
  /** Why there are no more. */
  readonly problem: string
  readonly add: () => Promise<void>
}

/** The steps that came with an incident, and those after them on request. */
export function useSteps({ incident, steps: first }: IncidentAnswer): MoreSteps {
  const more = useSignal<readonly ShownStep[]>([])
  const [problem, isAsking] = [useSignal(''), useSignal(false)]
  // Of how many steps the last one is shown: after that one there can be new ones.
  const endOf = useSignal<number | undefined>(undefined)
  const lastOfFirst = first.at(-1)?.event
  useEffect(() => {
    more.value = []
    endOf.value = undefined
  }, [lastOfFirst])
  const steps = [...first, ...more.value]
  const add = async (): Promise<void> => {
    if (isAsking.peek()) return
    isAsking.value = true
    const after = encodeURIComponent(steps.at(-1)?.event ?? '')
    const outcome = await ask<{ steps: readonly ShownStep[]; next: string | null }>(
      `/api/v1/incidents/${incident.id}/steps?after=${after}&limit=${STEP_PAGE}`,
    )
    isAsking.value = false
    problem.value = 'problem' in outcome ? refusalWords(outcome.problem) : ''
    if ('problem' in outcome) return
    more.value = [...more.value, ...outcome.value.steps]
    endOf.value = outcome.value.next === null ? incident.steps : undefined
  }
  const isMore = first.length >= STEP_PAGE && steps.length < incident.steps && endOf.value !== incident.steps
  return { steps, isMore, problem: problem.value, add }
}
