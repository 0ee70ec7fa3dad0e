import type * as v from 'valibot'
import { type LogSource, SOURCES, usualPath } from '../sources/sources.ts'
import type { Follower, Stream } from './config.ts'
import { sourceRead } from './logs-schema.ts'
import type { SCHEMA } from './schema.ts'

type Output = v.InferOutput<typeof SCHEMA>

/** Stands for the path of standard input, also in reports and ids. */
const STANDARD_INPUT = 'standard input'

/** All streams: standard input and named pipes. */
export function streamsOf({ logs }: Pick<Output, 'logs'>): readonly Stream[] {
  return logs.flatMap((written, index) => {
    const kind = streamKind(written)
    if (kind === undefined) return []
    const { name: source } = sourceRead(written.driver)
    const path = written.pipe ?? STANDARD_INPUT
    return [{ source, option: `logs.${index}.${kind}`, zone: written.zone, kind, path }]
  })
}

/** How an item of `logs` gets its lines; undefined for a file. */
function streamKind({ stdin, pipe }: Pick<Output['logs'][number], 'stdin' | 'pipe'>): Stream['kind'] | undefined {
  if (stdin !== undefined) return 'stdin'
  return pipe === undefined ? undefined : 'pipe'
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
