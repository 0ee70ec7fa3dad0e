import type { Rule } from '../../lib/rules/rule.ts'

/** Every rule that the collector runs. */
export const RULES: readonly Rule[] = []
