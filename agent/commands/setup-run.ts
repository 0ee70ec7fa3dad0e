import type { Io, Options } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { painterOf } from '../../lib/terminal/colour.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { hasChanged, hasFailed, outcomeDocument, type StepOutcome } from '../setup/outcome.ts'
import { printStep } from '../setup/print-outcome.ts'
import { runSteps } from '../setup/run-steps.ts'
import type { SetupStep } from '../setup/step.ts'

/** The options of both commands that set a host up and undo that. */
export const RUN_OPTIONS: readonly { readonly flags: string; readonly text: string }[] = [
  { flags: '--yes', text: 'Ask nothing.' },
  { flags: '--dry-run', text: 'Show every file and command, and change nothing.' },
  { flags: '--no-activate', text: "Change the agent's own files alone; list the rest as commands." },
  { flags: '--json', text: 'Print the result as one JSON object; asks nothing.' },
  { flags: '--exit-code', text: 'Exit with 4 if something was changed, or in a dry run would be.' },
]

/** What a run of steps is about. */
interface SetupRun {
  readonly command: 'setup' | 'teardown'
  readonly steps: readonly SetupStep[]
  /** Whether nothing is changed, though nobody asked for that: only root can. */
  readonly isRefused: boolean
  /** What is said at the end where nothing had to be changed, and where everything was done. */
  readonly words: { readonly unchanged: string; readonly changed: string }
}

/** Runs steps as the options say, prints what became of them, and returns the exit code. */
export async function runSetup(
  { command, steps, isRefused, words }: SetupRun,
  options: Options,
  io: Io,
): Promise<number> {
  const [isJson, isDry] = [options['json'] === true, isRefused || options['dry-run'] === true]
  const { stdout, signal } = io
  const look = { width: widthOf(stdout), paint: painterOf(stdout) }
  const outcomes = await runSteps(steps, {
    isDry,
    activates: options['no-activate'] !== true,
    signal,
    onStep: (outcome) => {
      if (!isJson) stdout.write(printStep(outcome, look))
    },
  })
  const summary = summaryOf(outcomes, isDry, words)
  if (isJson) stdout.write(plainJson(outcomeDocument(command, isDry, outcomes), 2))
  else stdout.write(`${wrap(summary, look.width)}\n`)
  if (isRefused) throw new ActionNeeded(`${command}: only root can do this; nothing was changed`, EXIT.failed)
  if (hasFailed(outcomes)) return EXIT.failed
  return options['exit-code'] === true && hasChanged(outcomes) ? EXIT.changed : EXIT.ok
}

function summaryOf(
  outcomes: readonly StepOutcome[],
  isDry: boolean,
  { unchanged, changed }: SetupRun['words'],
): string {
  if (hasFailed(outcomes))
    return 'It is not finished; correct what failed, and type the same again: what is done stays.'
  if (!hasChanged(outcomes)) return unchanged
  if (isDry) return 'Nothing was changed: this is what would be done.'
  const isListed = outcomes.some(({ changes }) => changes.some(({ state }) => state === 'listed'))
  return isListed ? 'What acts on services and cPanel is left to you: type the commands above, in this order.' : changed
}
