import type { SetupChange } from './step.ts'

/**
 * What became of a change. `would_change`: in a dry run; `listed`: it acts as root on the system, and `--no-activate`
 * leaves that to somebody else.
 */
export type ChangeState = 'changed' | 'would_change' | 'listed' | 'failed'

/** One change, and what became of it. */
export interface AppliedChange extends Pick<SetupChange, 'text' | 'difference'> {
  readonly state: ChangeState
  readonly files: readonly string[]
  readonly commands: readonly string[]
}

/** What became of one step. */
export interface StepOutcome {
  readonly name: string
  readonly state: 'unchanged' | ChangeState
  readonly changes: readonly AppliedChange[]
  readonly remarks: readonly string[]
  /** Why it failed, in sentences that each stand on a line of their own. */
  readonly error?: string
}

/** What `--json` prints. */
interface OutcomeDocument {
  readonly schema: 1
  readonly command: string
  /** Whether something changed; in a dry run, or with `--no-activate`, whether something would or has to. */
  readonly changed: boolean
  readonly dry_run: boolean
  readonly steps: readonly Omit<StepOutcome, 'remarks'>[]
  readonly remarks: readonly string[]
}

/** Whether a step failed. */
export function hasFailed(steps: readonly StepOutcome[]): boolean {
  return steps.some(({ state }) => state === 'failed')
}

/** Whether anything was changed, or has to be. */
export function hasChanged(steps: readonly StepOutcome[]): boolean {
  return steps.some(({ changes }) => changes.some(({ state }) => state !== 'failed'))
}

/** All of it for scripts. */
export function outcomeDocument(command: string, isDry: boolean, steps: readonly StepOutcome[]): OutcomeDocument {
  return {
    schema: 1,
    command,
    changed: hasChanged(steps),
    dry_run: isDry,
    steps: steps.map(({ remarks: _remarks, ...step }) => step),
    remarks: steps.flatMap(({ remarks }) => remarks),
  }
}
