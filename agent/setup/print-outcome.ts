import type { Paint, Shade } from '../../lib/terminal/colour.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { ChangeState, StepOutcome } from './outcome.ts'

/** What stands before the lines of a step. */
const MARGIN = '  '

const SHADES: Readonly<Record<StepOutcome['state'], Shade | undefined>> = {
  unchanged: undefined,
  changed: 'good',
  would_change: 'doubtful',
  listed: 'doubtful',
  failed: 'bad',
}

const WORDS: Readonly<Record<StepOutcome['state'], string>> = {
  unchanged: 'ok',
  changed: 'done',
  would_change: 'to do',
  listed: 'for you to do',
  failed: 'failed',
}

/** How a terminal shows it. */
interface OutcomeLook {
  readonly width: number
  readonly paint: Paint
}

/** A step as lines: its name and how it went, then each change with its files and commands, and what to know. */
export function printStep(
  { name, state, changes, remarks, error }: StepOutcome,
  { width, paint }: OutcomeLook,
): string {
  const shade = SHADES[state]
  const word = shade === undefined ? WORDS[state] : paint(shade, WORDS[state])
  const sentences = [...remarks, ...(error?.split('\n') ?? [])]
  return [
    `${name}: ${word}`,
    ...changes.flatMap((change) => [
      paragraph(change.text, width),
      ...(change.difference ?? []).map((line) => `${MARGIN}${MARGIN}${plainText(line)}`),
      ...(isShown(change.state) ? change.commands.map((command) => `${MARGIN}${MARGIN}# ${plainText(command)}`) : []),
    ]),
    ...sentences.map((sentence) => paragraph(sentence, width)),
    '',
  ].join('\n')
}

/** What was done needs no command; what was not does. */
function isShown(state: ChangeState): boolean {
  return state !== 'changed'
}

function paragraph(text: string, width: number): string {
  const { length } = MARGIN
  return MARGIN + wrap(plainText(text), width, { first: length, rest: length })
}
