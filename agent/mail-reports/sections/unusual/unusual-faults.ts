import { stat } from 'node:fs/promises'
import { codeOf } from '../../../../lib/system/errors.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import type { SectionConfigs } from '../../../config/mail-reports/mail-report-config.ts'
import { readUnusualRules, type UnusualRules } from './unusual-rules.ts'

/** Rules that are named in one sentence. */
const NAMED = 5

/**
 * What is wrong with the settings of a section as they meet this host, in sentences that begin with where the section
 * stands: rules that cannot be used, or are slow, and a log that is not there. `option` is that of the section.
 */
export async function unusualFaults(settings: SectionConfigs['unusual'], option: string): Promise<UnusualFaults> {
  const rules = await readUnusualRules(settings)
  const placed = (all: readonly string[]): string[] => all.map((fault) => plainText(`${option}.unusual.${fault}`))
  const remarks = [...(await logFaults(settings.log)), ...leftOut(rules), ...slow(rules)]
  return { faults: placed(rules.faults), remarks: placed(remarks) }
}

/** What is wrong with a section, and what a person should know of it. */
export interface UnusualFaults {
  /** While there is one, the section fails. */
  readonly faults: readonly string[]
  readonly remarks: readonly string[]
}

/** The sentence that names the rules that cannot be used; none if there are none. */
export function leftOut({ leftOut: left }: Pick<UnusualRules, 'leftOut'>): readonly string[] {
  return left.length === 0 ? [] : [`rules: cannot be used and are left out: ${named(left)}`]
}

function slow({ ignore, filter }: UnusualRules): readonly string[] {
  const slow = [...ignore.everywhere, ...(filter?.everywhere ?? [])].map(({ from }) => from)
  const what = 'compared with each line, as they ask for no fixed text of 3 or more characters'
  return slow.length === 0 ? [] : [`ignore: ${what}: ${named(slow)}`]
}

function named(all: readonly string[]): string {
  return `${all.slice(0, NAMED).join(', ')}${all.length > NAMED ? ` and ${all.length - NAMED} more` : ''}`
}

async function logFaults(log: string): Promise<readonly string[]> {
  try {
    return (await stat(log)).isFile() ? [] : [`log: ${log} is no file; name the log itself`]
  } catch (error) {
    return [`log: ${log} cannot be looked at (${codeOf(error) ?? 'unknown'}); correct it, or make the file`]
  }
}
