import { type LineCondition, parseCondition } from '../../../../lib/patterns/condition.ts'
import { type LineRule, LineRules } from '../../../../lib/patterns/line-rules.ts'
import { readRules } from '../../../../lib/patterns/rule-files.ts'
import { ActionNeeded } from '../../../../lib/system/errors.ts'
import type { SectionConfigs } from '../../../config/mail-reports/mail-report-config.ts'

/** The rules of a section, ready for lines. */
export interface UnusualRules {
  readonly ignore: LineRules
  /** Undefined if every line passes. */
  readonly filter: LineRules | undefined
  /** What must be mended, each with its place in the section: `ignore.0: is empty; write ...`. */
  readonly faults: readonly string[]
  /** Rules in files of logcheck that cannot be used: file, line and why. */
  readonly leftOut: readonly string[]
}

/** Reads the rules of a section, as far as they can be used. */
export async function readUnusualRules(
  settings: Pick<SectionConfigs['unusual'], 'rules' | 'ignore' | 'filter'>,
): Promise<UnusualRules> {
  const ignore = rulesAt('ignore', settings.ignore)
  const filter = rulesAt('filter', settings.filter)
  const [rules, leftOut] = [[...ignore.rules], [] as string[]]
  const faults = [...ignore.faults, ...filter.faults]
  for (const path of settings.rules) {
    try {
      const read = await readRules(path, 'rules')
      for (const rule of read.rules) rules.push(rule)
      leftOut.push(...read.faults)
    } catch (error) {
      if (!(error instanceof ActionNeeded)) throw error
      faults.push(`rules: ${error.message}`)
    }
  }
  return {
    ignore: new LineRules(rules),
    filter: settings.filter.length === 0 ? undefined : new LineRules(filter.rules),
    faults,
    leftOut,
  }
}

function rulesAt(
  key: string,
  written: readonly unknown[],
): { readonly rules: readonly LineRule[]; readonly faults: readonly string[] } {
  const [rules, faults]: [LineRule[], string[]] = [[], []]
  for (const [index, each] of written.entries()) {
    const from = `${key}.${index}`
    const condition: LineCondition | { readonly fault: string } = parseCondition(each)
    if ('fault' in condition) faults.push(`${from}: ${condition.fault}`)
    else rules.push({ from, condition })
  }
  return { rules, faults }
}
