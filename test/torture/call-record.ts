/** These calls count where they end: only then is their effect on disk or with the agent. */
const COUNTS_AT_ITS_END = /^(?:fsync|fdatasync|read)\(/

/**
 * The calls on files below a folder and to the API in a record of strace, in order, one per line: `write`, `fsync`,
 * `rename` and `link` with paths, `send` of a request and `receive` of an answer. Threads overlap, so a call that
 * must be complete counts where it ends, any other one where it begins.
 */
export function changesIn(record: string, folder: string): string[] {
  const begun = new Map<string, string>()
  const calls: string[] = []
  for (const [, thread = '', text = ''] of record.matchAll(/^\[pid +(\d+)\] (.*)$/gm)) {
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1]
    const call = resumed === undefined ? text.replace(/ <unfinished \.\.\.>$/, '') : begun.get(thread) + resumed
    begun.set(thread, call)
    const isHalf = call !== text && resumed === undefined
    if (COUNTS_AT_ITS_END.test(call) ? !isHalf : resumed === undefined) calls.push(call)
  }
  // The copies of the counts are written at any time, and nothing depends on them.
  return calls.flatMap((call) => lineOf(call, folder) ?? []).filter((line) => !line.includes('.status.json'))
}

function lineOf(call: string, folder: string): string | undefined {
  const below = (path: string): string => path.slice(folder.length + 1) || '.'
  const [, name, path = ''] = /^(\w+)\(\d+<([^>]*)>/.exec(call) ?? []
  if (name !== undefined && name !== 'read' && path.startsWith(folder)) return `${name.padEnd(8)}${below(path)}`
  return nameChangeOf(call, folder) ?? talkOf(call)
}

/** A call that changes a name below the folder. */
function nameChangeOf(call: string, folder: string): string | undefined {
  const [, kind, first = '', second = ''] = /^(rename|link)\w*\(.*?"([^"]*)".*?"([^"]*)"/.exec(call) ?? []
  const below = (path: string): string => path.slice(folder.length + 1)
  if (kind === undefined || !first.startsWith(folder)) return undefined
  return `${kind.padEnd(8)}${below(first)} -> ${below(second)}`
}

/** A message to or from the API. */
function talkOf(call: string): string | undefined {
  if (/^writev?\(.*"POST /.test(call)) return 'send    POST'
  const answer = /^read\(.*"(HTTP\/1\.1 \d+)/.exec(call)?.[1]
  return answer === undefined ? undefined : `receive ${answer}`
}
