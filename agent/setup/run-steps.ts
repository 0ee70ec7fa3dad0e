import { ActionNeeded, codeOf, messageOf } from '../../lib/system/errors.ts'
import type { AppliedChange, ChangeState, StepOutcome } from './outcome.ts'
import type { SetupChange, SetupStep } from './step.ts'

/** How steps are run. */
interface StepRun {
  /** Whether everything is only shown. */
  readonly isDry: boolean
  /** Whether what acts beyond the agent's own files is done, too. */
  readonly activates: boolean
  readonly signal: AbortSignal
  /** Hears of each step when it is over. */
  readonly onStep: (outcome: StepOutcome) => void
}

/**
 * Looks at each step and applies what it finds, one after the other: a step sees what those before it changed. Ends
 * with the first that fails; what was changed until then holds, and the next run goes on from there.
 */
export async function runSteps(steps: readonly SetupStep[], parts: StepRun): Promise<readonly StepOutcome[]> {
  const outcomes: StepOutcome[] = []
  for (const step of steps) {
    const outcome = await runStep(step, parts)
    outcomes.push(outcome)
    parts.onStep(outcome)
    if (outcome.state === 'failed') break
  }
  return outcomes
}

async function runStep(step: SetupStep, parts: StepRun): Promise<StepOutcome> {
  const { name } = step
  const applied: AppliedChange[] = []
  let remarks: readonly string[] = []
  try {
    refuseStopped(parts.signal)
    const found = await step.look(parts.signal)
    remarks = found.remarks
    for (const change of found.changes) {
      const { text, difference, files = [], commands = [] } = change
      const shown = { text, ...(difference && { difference }), files, commands }
      try {
        applied.push({ ...shown, state: await apply(change, parts) })
      } catch (error) {
        applied.push({ ...shown, state: 'failed' })
        throw error
      }
    }
    return { name, state: stateOf(applied), changes: applied, remarks }
  } catch (error) {
    return { name, state: 'failed', changes: applied, remarks, error: faultIn(error) }
  }
}

async function apply(change: SetupChange, { isDry, activates, signal }: StepRun): Promise<ChangeState> {
  if (isDry) return 'would_change'
  if (change.activates && !activates) return 'listed'
  refuseStopped(signal)
  await change.apply(signal)
  return 'changed'
}

function refuseStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new ActionNeeded('It was stopped; what was done until then holds. Type the same to go on.')
}

function stateOf(changes: readonly AppliedChange[]): StepOutcome['state'] {
  const states = new Set(changes.map(({ state }) => state))
  return (['changed', 'would_change', 'listed'] as const).find((state) => states.has(state)) ?? 'unchanged'
}

/** A refusal of the system is told; a bug is not hidden. */
function faultIn(error: unknown): string {
  if (error instanceof ActionNeeded) return error.message
  if (codeOf(error) === undefined) throw error
  return messageOf(error)
}
