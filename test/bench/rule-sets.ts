import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LogLine, logLine } from '../../lib/patterns/lead-in.ts'
import { LineRules } from '../../lib/patterns/line-rules.ts'
import { readRules } from '../../lib/patterns/rule-files.ts'
import { logcheckRules } from '../support/grep.ts'

/** A rule of logcheck, as it is written. */
interface Written {
  readonly text: string
  readonly isUsed: boolean
}

/** Writes files of so many rules of logcheck: all that know one of the lines, and others, evenly taken; their paths. */
export async function writeRuleSets(
  folder: string,
  text: string,
  counts: readonly number[],
): Promise<readonly string[]> {
  const lines = text.split('\n').slice(0, -1).map(logLine)
  const all = await everyRule(lines)
  const used = all.filter(({ isUsed }) => isUsed)
  const others = all.filter(({ isUsed }) => !isUsed)
  mkdirSync(folder, { recursive: true })
  return counts.map((count) => {
    const more = count - used.length
    const chosen = Array.from({ length: more }, (_, index) => others[Math.floor((index * others.length) / more)])
    const path = join(folder, `rules-${count}`)
    writeFileSync(path, [...used, ...chosen].map((rule) => `${rule?.text ?? ''}\n`).join(''))
    return path
  })
}

async function everyRule(lines: readonly LogLine[]): Promise<readonly Written[]> {
  const { folder } = logcheckRules()
  const read = await Promise.all(
    ['server', 'paranoid', 'workstation'].map((name) => readRules(join(folder, '..', `ignore.d.${name}`))),
  )
  const rules = read.flatMap((each) => each.rules)
  const known = new LineRules(rules)
  const used = new Set(lines.flatMap((line) => known.allThatKnow(line)))
  const written = new Map<string, Written>()
  for (const rule of rules)
    if ('pattern' in rule.condition) {
      const text = rule.condition.pattern.written
      written.set(text, { text, isUsed: used.has(rule) || written.get(text)?.isUsed === true })
    }
  return [...written.values()]
}
