import { escapedBytes } from '../../../../lib/text/escaped-bytes.ts'
import type { SectionParts } from '../section.ts'

/** What a module is called with. */
export type ModuleCall = Pick<
  SectionParts<'module'>,
  'settings' | 'configFiles' | 'report' | 'section' | 'host' | 'now' | 'signal'
>

/** So many lines of standard error are told, each of so many characters. */
const [MOST_LINES, LONGEST_LINE] = [5, 300]

/** What a module reads on standard input: one line of JSON. */
export function moduleInput({ report, section, host, now, settings: { directives } }: ModuleCall): string {
  return `${JSON.stringify({ report, section, host, now: new Date(now).toISOString(), directives })}\n`
}

/** The first lines of what a program printed, each safe to show. */
export function firstLines(output: Buffer): readonly string[] {
  const lines = escapedBytes(output)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST_LINE).toWellFormed())
}
