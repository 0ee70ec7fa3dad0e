import { readPrivateFile } from '../../../lib/settings/private-file.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'

/** Headers that the agent gives itself. */
const OWN = new Set(['content-type', 'content-length', 'content-encoding', 'host', 'transfer-encoding', 'connection'])

const MOST = 16

/**
 * The headers in a file, one a line (`Authorization: Bearer TOKEN`), by their names in lower case. Throws
 * `ActionNeeded` (exit 2), without the text of the line, if one is none or the file is not private.
 */
export async function readHeadersFile(file: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await readPrivateFile(file)).split(/\r?\n/)
  const headers: Record<string, string> = {}
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    // RFC 9110 §5.1 and §5.5, without bytes beyond ASCII.
    const [, name, text = ''] = /^([!#$%&'*+.^_`|~\w-]+):([\t -~]+)$/.exec(line) ?? []
    const value = text.trim()
    if (name === undefined || value === '')
      throw refusal(file, index, 'is no header; write it as Authorization: Bearer TOKEN')
    const key = name.toLowerCase()
    if (OWN.has(key)) throw refusal(file, index, `names ${key}, which the agent gives itself; leave it out`)
    if (Object.hasOwn(headers, key)) throw refusal(file, index, `names ${key} again; write it once`)
    headers[key] = value
  }
  if (Object.keys(headers).length <= MOST) return headers
  throw new ActionNeeded(`${file}: holds more than ${MOST} headers; leave some out`, EXIT.usage)
}

function refusal(file: string, index: number, fault: string): ActionNeeded {
  return new ActionNeeded(`${file}: line ${index + 1} ${fault}`, EXIT.usage)
}
