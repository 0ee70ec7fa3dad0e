import type { ByteText } from '../byte-text.ts'
import type { Listed } from '../listed.ts'
import { escapedName, unescaped } from './escapes.ts'

/**
 * A line of MailLog's list of files: `digest TAB sha256 TAB size TAB name`, or `warn TAB message`. It has no place for
 * folders, links, owners and rights. A name with an end of line is escaped as `sha256sum` does, with a backslash before
 * the line; all others stand as they are.
 */
export function mailLogLine({ name, type, size, digest, reason }: Listed): ByteText {
  const isForging = /[\n\r]/.test(name)
  const written = isForging ? escapedName(name) : name
  if (type === '?') return mailLogWarning(`${escapedName(name)}: ${reason ?? ''}`)
  if (type !== 'f' || digest === undefined) return ''
  const base64 = Buffer.from(digest.hex, 'hex').toString('base64')
  return `${isForging ? '\\' : ''}${base64}\t${digest.algorithm}\t${size ?? ''}\t${written}\n`
}

/** A line that MailLog shows as it is. */
export function mailLogWarning(message: ByteText): ByteText {
  return `warn\t${message}\n`
}

/**
 * Reads such a line, also one of MailLog itself: the length of the digest says whether it is MD5 or SHA-256, with `=`
 * at its end or without. Undefined if it is none.
 */
export function readMailLogLine(line: ByteText): Listed | 'no file' | undefined {
  if (line.startsWith('warn\t')) return readWarning(line.slice(5))
  const [, mark = '', base64 = '', size = '', written = ''] =
    /^(\\?)([A-Za-z\d+/]{22}|[A-Za-z\d+/]{43})=*\t[^\t]*\t(\d{1,15})\t(.+)$/s.exec(line) ?? []
  const name = mark === '' ? written : unescaped(written)
  if (base64 === '' || name === undefined || name === '') return undefined
  const hex = Buffer.from(base64, 'base64').toString('hex')
  return { name, type: 'f', size: Number(size), digest: { algorithm: base64.length === 22 ? 'md5' : 'sha256', hex } }
}

/** What MailLog warns of has no form; ours names the path first. */
function readWarning(message: ByteText): Listed | 'no file' {
  const end = message.lastIndexOf(': ')
  const name = end === -1 ? undefined : unescaped(message.slice(0, end))
  if (name === undefined || !name.startsWith('/')) return 'no file'
  return { name, type: '?', reason: message.slice(end + 2) }
}
