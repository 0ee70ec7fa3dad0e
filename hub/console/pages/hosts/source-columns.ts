/** A column of the matrix: a source, or several that share it. */
export interface SourceColumn {
  readonly sources: readonly string[]
}

/** More columns than this fit no screen. */
const MOST = 11

/** Sources in the order in which an attack would show in them. */
const ORDER: readonly string[] = [
  'login',
  'access',
  'error',
  'session',
  'accounting',
  'api-tokens',
  'exim',
  'dovecot',
  'pure-ftpd',
  'sshd',
  'inbox',
  'rules',
]

/** Which sources share a column first, where there are too many. */
const SHARED: readonly (readonly string[])[] = [
  ['inbox', 'rules'],
  ['accounting', 'api-tokens'],
  ['pure-ftpd', 'sshd'],
  ['error', 'session'],
]

/** The columns for these sources; where there are too many, some share one, and the last has the rest. */
export function columnsOf(sources: Iterable<string>): readonly SourceColumn[] {
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  const names = [...new Set(sources)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  let columns: readonly SourceColumn[] = names.map((name) => ({ sources: [name] }))
  for (const shared of SHARED) if (columns.length > MOST) columns = joined(columns, shared)
  if (columns.length <= MOST) return columns
  return [...columns.slice(0, MOST - 1), { sources: columns.slice(MOST - 1).flatMap((column) => column.sources) }]
}

function joined(columns: readonly SourceColumn[], shared: readonly string[]): readonly SourceColumn[] {
  const isShared = ({ sources }: SourceColumn): boolean => sources.every((name) => shared.includes(name))
  const first = columns.find(isShared)
  const all = { sources: columns.filter(isShared).flatMap(({ sources }) => sources) }
  return columns.flatMap((column) => (column === first ? [all] : isShared(column) ? [] : [column]))
}
