import type { Option } from './option.ts'

/** What an example file is made from: every option, and the comment above them. */
export interface ExampleParts {
  readonly options: Option
  readonly head: string
}

/**
 * Makes a configuration file with every option from the schema, each below its sentence. Required options are set, all
 * others are commented out. Values that only the operator knows are empty, so no agent starts before they are filled
 * in.
 */
export function exampleConfig({ options, head }: ExampleParts): string {
  const told = new Set<string>()
  const sections = (options.below ?? []).map((option) => linesOf(option, '', told).join(''))
  return [head, ...sections.filter((section) => section !== '')].join('\n')
}

/** The lines of an option and of those below it. An option's sentence is not repeated for another log. */
function linesOf(option: Option, indent: string, told: Set<string>): string[] {
  const isWritten = option.below !== undefined || option.required || option.shown !== undefined
  if (option.retired || (told.has(option.sentence) && !isWritten)) return []
  const comments = told.has(option.sentence) ? [] : (option.sentence.match(/.{1,96}(?: |$)/g) ?? [])
  told.add(option.sentence)
  return [
    ...comments.map((comment) => `${indent}# ${comment.trimEnd()}\n`),
    ...`${option.key}:${valueOf(option)}`.split('\n').map((line) => `${indent}${isWritten ? '' : '# '}${line}\n`),
    ...(option.below ?? []).flatMap((child) => linesOf(child, `${indent}  `, told)),
  ]
}

function valueOf({ below, blank, shown, default: preset, example }: Option): string {
  if (below !== undefined || blank) return ''
  const value = shown ?? preset ?? example ?? ''
  return value.startsWith('\n') ? value : ` ${value}`
}
