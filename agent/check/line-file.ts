import { accessSync, constants, lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { JsonLinesConfig } from '../config/config.ts'
import type { Finding } from './finding.ts'

/** Whether a file of lines can be written, as far as this user may look: it is a file or nothing, in such a folder. */
export async function lineFileFindings({ file, option }: JsonLinesConfig): Promise<readonly Finding[]> {
  const fault = faultOf(file)
  return fault === undefined ? [] : [{ check: 'file', state: 'failed', text: plainText(`${fault} (${option}.file)`) }]
}

function faultOf(file: string): string | undefined {
  const folder = dirname(file)
  try {
    if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return `${folder} is no folder; make it`
    const stats = lstatSync(file, { throwIfNoEntry: false })
    if (stats?.isFile() === false) return `${file} is not a file; name another one`
    accessSync(stats === undefined ? folder : file, constants.W_OK)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return `${file} cannot be written by this user (${code}); see docs/receivers.md`
  }
}
