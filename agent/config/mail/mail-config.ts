import type * as v from 'valibot'
import { sourceNamed, usualPath } from '../../sources/sources.ts'
import type { Config } from '../config.ts'
import { followersOf } from '../logs/followers.ts'
import type { SCHEMA } from '../schema.ts'

type Output = v.InferOutput<typeof SCHEMA>

/** What is counted of mail; nothing where nothing is to be sent. */
export function mailConfigOf(output: Output): Pick<Config, 'mail'> {
  const { send, rows, logs } = output.mail.statistics
  if (send.length === 0) return {}
  const named = (name: 'exim' | 'dovecot'): readonly string[] => {
    const followed = followersOf(output).filter(({ source }) => source === name)
    const written = logs[name]
    if (written !== undefined) return [written]
    return followed.length > 0 ? followed.map(({ path }) => path) : [usualPath(sourceNamed(name))]
  }
  const paths = { exim: named('exim'), dovecot: named('dovecot'), ftp: logs.ftp, bytes: logs.bytes }
  return { mail: { send: [...new Set(send)], rows, logs: paths } }
}
