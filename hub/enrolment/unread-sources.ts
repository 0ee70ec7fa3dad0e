import type { AgentStatus } from '../../lib/agent-status/agent-status.ts'

/** A source of which an agent said that it does not see what happens there. */
export interface UnreadSource {
  /** Its name, or `EVERY_SOURCE`. */
  readonly source: string
  /** Its path; empty for every source. */
  readonly path: string
  /** What is wrong, in the agent's words. */
  readonly problem: string
}

/** Stands for all sources of a host. */
export const EVERY_SOURCE = '*'

/** Warnings that mean that nothing is read at all. */
const NOTHING_READ: ReadonlySet<string> = new Set(['collector_not_running', 'collector_hangs', 'spool_held'])

/** So many are noted of one host. */
const MOST = 50

/** What an agent said that it does not see: of all its sources one item, whatever is wrong with each. */
export function unreadSources({ warnings, sources }: AgentStatus): readonly UnreadSource[] {
  const nothing = warnings.find(({ code }) => NOTHING_READ.has(code))
  if (nothing !== undefined) return [{ source: EVERY_SOURCE, path: '', problem: kept(nothing.text) }]
  const unread = sources.flatMap(({ source, path, problem = notUnderstood(warnings, source, path) }) =>
    problem === undefined ? [] : [{ source: kept(source), path: kept(path), problem: kept(problem) }],
  )
  const once = new Map(unread.map((each) => [`${each.source} ${each.path}`, each]))
  return [...once.values()].slice(0, MOST)
}

/** The agent names source and path in the sentence of this warning. */
function notUnderstood(warnings: AgentStatus['warnings'], source: string, path: string): string | undefined {
  const isOf = ({ code, text }: (typeof warnings)[number]): boolean =>
    code === 'format_unrecognised' && text.startsWith(`${source}: `) && text.includes(` ${path} `)
  return warnings.some(isOf) ? 'its lines are not understood' : undefined
}

/** PostgreSQL holds no NUL. */
function kept(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}')
}
