import { X509Certificate } from 'node:crypto'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import type { SpoorApiConfig } from '../config.ts'

/**
 * The certificates in a receiver's `ca_file`, in PEM; undefined without one. Throws `ActionNeeded` (exit 2) if the file
 * holds none: given such text, OpenSSL silently trusts nobody.
 */
export async function readAuthorities({ caFile, option }: SpoorApiConfig): Promise<string | undefined> {
  if (caFile === undefined) return undefined
  try {
    const pem = await readRegularFile(caFile, { follow: true })
    void new X509Certificate(pem)
    return pem
  } catch (error) {
    const fault = `cannot be read as a certificate in PEM (${codeOf(error) ?? messageOf(error)}); correct ${option}.ca_file`
    throw new ActionNeeded(`${caFile}: ${fault}`, EXIT.usage, { cause: error })
  }
}
