import { createSecureContext } from 'node:tls'
import { readPrivateFile } from '../../lib/settings/private-file.ts'
import { ActionNeeded, EXIT, messageOf } from '../../lib/system/errors.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import type { HubConfig } from '../config/load.ts'

/** A certificate with its chain, and its key, in PEM. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

const MOST_BYTES = 1024 ** 2

/**
 * Reads the files that `tls` names, and makes sure that they belong together; undefined if it names none. Throws
 * `ActionNeeded` if they cannot be used.
 */
export async function readTlsFiles({ certificate, key: keyFile }: HubConfig['tls']): Promise<TlsFiles | undefined> {
  if (certificate === undefined || keyFile === undefined) return undefined
  const key = await readPrivateFile(keyFile)
  const cert = await readRegularFile(certificate, { follow: true, most: MOST_BYTES }).catch((error: unknown) => {
    throw new ActionNeeded(`${certificate}: cannot be read: ${messageOf(error)}`, EXIT.usage, { cause: error })
  })
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    const sentence = `${certificate} and ${keyFile}: TLS cannot use them: ${messageOf(error)}`
    throw new ActionNeeded(sentence, EXIT.usage, { cause: error })
  }
  return { cert, key }
}
