import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Config } from '../config/config.ts'
import { readSecret } from '../config/secret.ts'
import { ActionNeeded, codeOf, EXIT } from '../system/errors.ts'
import { plainText } from '../system/plain-text.ts'
import { VERSION } from '../version.ts'
import { createSpoorApi, type SpoorApi } from './spoor-api.ts'

/** The API that the configuration names, for this host. Throws `ActionNeeded` where a file it needs is missing or wrong. */
export async function configuredApi(config: Config): Promise<SpoorApi> {
  const { host, reportPath, identifier, caFile, timeout } = config.transmission
  return createSpoorApi({
    host,
    reportPath,
    identifier,
    secret: await readSecret(config),
    caPem: caFile === undefined ? undefined : await readAuthorities(caFile),
    timeout,
    version: VERSION,
    hostname: hostname(),
  })
}

/** OpenSSL silently trusts nobody when it is given text without a certificate, so a wrong file is told here. */
async function readAuthorities(file: string): Promise<string> {
  try {
    const pem = await readFile(file, 'utf8')
    void new X509Certificate(pem)
    return pem
  } catch (error) {
    const fault = `cannot be read as a certificate in PEM (${codeOf(error)}); correct transmission.ca_file`
    throw new ActionNeeded(`${plainText(file)}: ${fault}`, EXIT.usage, { cause: error })
  }
}
