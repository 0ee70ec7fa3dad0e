import type { HubConfig } from '../config/load.ts'
import { certificateTimeFault } from './certificate-time.ts'
import { readTlsFiles } from './tls-files.ts'

/**
 * What is wrong, or soon will be, with the time of the certificate that `tls` names, as a sentence without its end;
 * undefined if nothing is, or there is none. `now` in milliseconds. Throws `ActionNeeded` if the files cannot be used.
 */
export async function certificateFault(files: HubConfig['tls'], now: number): Promise<string | undefined> {
  const tls = await readTlsFiles(files)
  return tls && certificateTimeFault(files.certificate ?? '', tls.cert, now)
}
