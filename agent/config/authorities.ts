import { X509Certificate } from 'node:crypto'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../lib/system/errors.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import type { Config } from './config.ts'

/**
 * The certificates in `transmission.ca_file`, in PEM; undefined without one. Throws `ActionNeeded` (exit 2) where the
 * file holds none: OpenSSL, given such text, silently trusts nobody.
 */
export async function readAuthorities({ transmission: { caFile } }: Config): Promise<string | undefined> {
  if (caFile === undefined) return undefined
  try {
    const pem = await readRegularFile(caFile, { follow: true })
    void new X509Certificate(pem)
    return pem
  } catch (error) {
    const fault = `cannot be read as a certificate in PEM (${codeOf(error) ?? messageOf(error)}); correct transmission.ca_file`
    throw new ActionNeeded(`${caFile}: ${fault}`, EXIT.usage, { cause: error })
  }
}
