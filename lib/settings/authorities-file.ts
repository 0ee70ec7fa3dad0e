import { X509Certificate } from 'node:crypto'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../system/errors.ts'
import { readRegularFile } from '../system/files/regular-file.ts'

/**
 * The certificates in the file that `option` of the configuration names, in PEM. Throws `ActionNeeded` (exit 2) if the
 * file holds none: given such text, OpenSSL silently trusts nobody.
 */
export async function readAuthoritiesFile(file: string, option: string): Promise<string> {
  try {
    const pem = await readRegularFile(file, { follow: true })
    void new X509Certificate(pem)
    return pem
  } catch (error) {
    const fault = `cannot be read as a certificate in PEM (${codeOf(error) ?? messageOf(error)}); correct ${option}`
    throw new ActionNeeded(`${file}: ${fault}`, EXIT.usage, { cause: error })
  }
}
