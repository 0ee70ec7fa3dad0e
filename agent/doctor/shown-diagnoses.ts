import type { Paint, Shade } from '../../lib/terminal/colour.ts'
import { counted } from '../../lib/terminal/count.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Diagnosis } from './diagnosis.ts'

/** How a state is shown, from what needs no look to what needs one first: that stands last, above the prompt. */
const STATES: readonly (readonly [state: Diagnosis['state'], shade: Shade | undefined])[] = [
  ['ok', 'good'],
  ['unknown', undefined],
  ['warning', 'doubtful'],
  ['failed', 'bad'],
]

/** Columns of the state, and of the name after it. */
const [STATE, NAME] = [9, 15]

/** Diagnoses for a person: one line for each that is well, then what is not, the worst last, and a sum. */
export function shownDiagnoses(
  diagnoses: readonly Diagnosis[],
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const blocks = STATES.flatMap(([state, shade]) => {
    const mark = state.padEnd(STATE)
    const painted = shade === undefined ? mark : paint(shade, state) + ' '.repeat(STATE - state.length)
    return diagnoses
      .filter((each) => each.state === state)
      .map((each) => (state === 'ok' ? lineOf(each, painted, width) : `\n${paragraphOf(each, painted, width)}`))
  })
  return [...blocks, `\n${sumOf(diagnoses)}`, ''].join('\n')
}

/** One line, cut where the screen ends. */
function lineOf({ name, what }: Diagnosis, mark: string, width: number): string {
  const room = width - STATE - NAME
  const text = plainText(what)
  const cut =
    text.length > room && room > 1
      ? `${text
          .slice(0, room - 1)
          .toWellFormed()
          .trimEnd()}…`
      : text
  return mark + name.padEnd(NAME) + cut
}

function paragraphOf({ name, what, why, remedy = [] }: Diagnosis, mark: string, width: number): string {
  const indent = ' '.repeat(STATE)
  const paragraph = (text: string): string => indent + wrap(text, width, { first: STATE, rest: STATE })
  const first = mark + wrap(`${name}: ${plainText(what)}`, width, { first: STATE, rest: STATE })
  // Commands stand alone on their lines, whatever the width, so that they can be copied.
  const typed = remedy.map((command) => `${indent}    ${plainText(command)}`)
  return [
    first,
    ...(why === undefined ? [] : [paragraph(plainText(why))]),
    ...(typed.length > 0 ? [`${indent}Type:`, ...typed] : []),
  ].join('\n')
}

function sumOf(diagnoses: readonly Diagnosis[]): string {
  const count = (state: Diagnosis['state']): number => diagnoses.filter((each) => each.state === state).length
  const [failed, warnings, unknown] = [count('failed'), count('warning'), count('unknown')]
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ]
  const all = `${counted(diagnoses.length, 'thing')} looked at`
  return parts.length === 0 ? `${all}: all is well.` : `${all}: ${parts.join(', ')}.`
}
