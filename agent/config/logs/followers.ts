import type * as v from 'valibot'
import { type LogSource, SOURCES, usualPath } from '../../sources/sources.ts'
import type { Follower, Journal, Stream } from '../config.ts'
import type { SCHEMA } from '../schema.ts'
import { journalPath } from './journal.ts'
import { sourceRead } from './logs-schema.ts'

type Output = v.InferOutput<typeof SCHEMA>

/** Stands for the path of standard input, also in reports and ids. */
const STANDARD_INPUT = 'standard input'

/** All sources that are not files: standard input, named pipes, sockets and journals. */
export function streamsOf({ logs }: Pick<Output, 'logs'>): readonly (Stream | Journal)[] {
  return logs.flatMap((written, index): (Stream | Journal)[] => {
    const kind = streamKind(written)
    if (kind === undefined) return []
    const { name: source } = sourceRead(written.driver)
    const common = { source, option: `logs.${index}.${kind}`, zone: written.zone }
    if (kind !== 'journal') return [{ ...common, kind, path: written.pipe ?? written.socket ?? STANDARD_INPUT }]
    const { journal: matches = [], directory, start } = written
    return [{ ...common, kind, path: journalPath(matches, directory), matches, directory, start }]
  })
}

/** How an item of `logs` gets its lines; undefined for a file. */
function streamKind(written: Output['logs'][number]): (Stream | Journal)['kind'] | undefined {
  return (['stdin', 'pipe', 'socket', 'journal'] as const).find((kind) => written[kind] !== undefined)
}

/** All logs to follow, those of `followers` in the order of the table. */
export function followersOf({ followers = {}, logs }: Pick<Output, 'followers' | 'logs'>): readonly Follower[] {
  const named = SOURCES.flatMap((source) => {
    const { name } = source
    const written = followers[name]
    if (written === undefined) return []
    return [followerOf(source, written, { path: written.name, option: `followers.${name}.name` })]
  })
  const listed = logs.flatMap((written, index) => {
    if (streamKind(written) !== undefined) return []
    const source = sourceRead(written.driver)
    const path = written.path ?? usualPath(source)
    const isOptional = written.optional === undefined ? source.optional : written.optional === 'true'
    return followerOf({ ...source, optional: isOptional }, written, { path, option: `logs.${index}.path` })
  })
  return [...named, ...listed]
}

function followerOf(
  { name: source, optional }: Pick<LogSource, 'name' | 'optional'>,
  { start, olddir, zone }: Pick<Output['logs'][number], 'start' | 'olddir' | 'zone'>,
  place: Pick<Follower, 'path' | 'option'>,
): Follower {
  return { source, ...place, ...(olddir === undefined ? {} : { olddir }), start, zone, optional }
}
