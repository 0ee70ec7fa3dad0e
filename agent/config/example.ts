import { FILE } from './option.ts'
import type { Option } from './option.ts'

const HEAD = `# The configuration of spoor-agent. What is commented out shows the default, or an example where there is none.
# After a change: spoor-agent check
`

/**
 * A configuration file with every option, its sentence above it, made from the schema: what must be written is, and the
 * rest is commented out. Valid as it stands, though nothing but its form is right for any host.
 */
export function exampleConfig(): string {
  const told = new Set<string>()
  const sections = (FILE.below ?? []).map((option) => linesOf(option, '', told).join(''))
  return [HEAD, ...sections.filter((section) => section !== '')].join('\n')
}

/** The lines of an option and of those below it. What was told of the same option of another log is not told again. */
function linesOf(option: Option, indent: string, told: Set<string>): string[] {
  const isWritten = option.below !== undefined || option.required || option.shown
  if (option.retired || (told.has(option.sentence) && !isWritten)) return []
  const comments = told.has(option.sentence) ? [] : (option.sentence.match(/.{1,96}(?: |$)/g) ?? [])
  told.add(option.sentence)
  const value = option.below === undefined ? ` ${option.default ?? option.example}` : ''
  return [
    ...comments.map((comment) => `${indent}# ${comment.trimEnd()}\n`),
    `${indent}${isWritten ? '' : '# '}${option.key}:${value}\n`,
    ...(option.below ?? []).flatMap((child) => linesOf(child, `${indent}  `, told)),
  ]
}
