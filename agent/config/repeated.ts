import type { Path } from '../../lib/settings/tree.ts'
import { usualPath } from '../sources/sources.ts'
import { journalPath } from './logs/journal.ts'
import { sourceRead } from './logs/logs-schema.ts'
import { canMeet } from './logs/meeting-paths.ts'

/** An item of a list that repeats an earlier one. */
export interface Repeated {
  readonly path: Path
  readonly message: string
}

/** The parts of a configuration that can repeat each other. */
interface Written {
  readonly followers?: Readonly<Record<string, { readonly name: string } | undefined>> | undefined
  readonly logs: readonly {
    readonly driver: string
    readonly path?: string | undefined
    readonly stdin?: string | undefined
    readonly pipe?: string | undefined
    readonly socket?: string | undefined
    readonly journal?: readonly string[] | undefined
    readonly directory?: string | undefined
  }[]
  readonly receivers: readonly { readonly name: string }[]
  readonly alerts: readonly { readonly name: string }[]
  readonly mail_reports: readonly { readonly name: string }[]
  readonly report_modules: readonly { readonly name: string }[]
  readonly checks: readonly { readonly name: string }[]
  readonly ignore: readonly { readonly name?: string | undefined }[]
}

/**
 * Logs that one driver would read twice, with the same ids, and receivers, alerts or rules of `ignore` that share a
 * name.
 */
export function repeated({ followers = {}, logs, receivers, alerts, ignore, ...others }: Written): readonly Repeated[] {
  const below = Object.entries(followers).map(([source, follower]) => ({
    source,
    path: follower?.name ?? '',
    option: `followers.${source}`,
  }))
  const items = logs.map(({ driver, path, stdin, pipe, socket, journal, directory }, index) => {
    const source = sourceRead(driver)
    const option = `logs.${index}`
    // A stream hands each line out once, so only one driver can read it.
    if (stdin !== undefined) return { source: 'any', path: 'stdin', option }
    const stream = pipe ?? socket
    if (stream !== undefined) return { source: 'any', path: stream.replaceAll('*', '?'), option }
    if (journal !== undefined)
      return { source: source.name, path: journalPath(journal, directory).replaceAll('*', '?'), option }
    return { source: source.name, path: path ?? usualPath(source), option }
  })
  const all = [...below, ...items]
  return [
    ...items.flatMap((log, index): Repeated[] => {
      const before = all.slice(0, below.length + index)
      const other = before.find(({ source, path }) => source === log.source && canMeet(path, log.path))
      if (other === undefined) return []
      const message = `overlaps with ${other.option}; leave one of them out`
      return [{ path: ['logs', String(index)], message }]
    }),
    ...namesakes(receivers).map((index): Repeated => ({
      path: ['receivers', String(index), 'name'],
      message: 'is the name of a receiver before it; write another name',
    })),
    // The first so many are receivers, which said it above.
    ...namesakes([...receivers, ...alerts])
      .filter((index) => index >= receivers.length)
      .map((index): Repeated => ({
        path: ['alerts', String(index - receivers.length), 'name'],
        message: 'is the name of a receiver or alert before it; write another name',
      })),
    ...(['mail_reports', 'report_modules', 'checks'] as const).flatMap((list) =>
      namesakes(others[list]).map((index): Repeated => ({
        path: [list, String(index), 'name'],
        message: 'is the name of an item before it; write another name',
      })),
    ),
    ...namesakes(ignore).map((index): Repeated => ({
      path: ['ignore', String(index), 'name'],
      message: 'is the name of an item before it; write another name',
    })),
  ]
}

/** The indexes of items that have a name of one before them. */
function namesakes(items: readonly { readonly name?: string | undefined }[]): readonly number[] {
  return items.flatMap(({ name }, index) =>
    name === undefined || items.findIndex((each) => each.name === name) === index ? [] : [index],
  )
}
