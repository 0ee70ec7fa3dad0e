import { proxyFor } from '../../lib/http/connection/proxy.ts'
import { readAuthoritiesFile } from '../../lib/settings/authorities-file.ts'
import type { SpoorApiConfig } from '../config/config.ts'
import type { Loaded } from '../config/load.ts'
import { readClientCertificate } from '../config/receivers/client-certificate.ts'
import { readSecret } from '../config/receivers/secret.ts'
import { attempted } from './attempt.ts'
import type { Finding } from './finding.ts'
import { isPlaceholder, isPlaceholderHost } from './placeholder.ts'

/** Faults in what requests need: the files with credentials and certificates, and placeholders that nobody replaced. */
export async function sendingFindings(
  receiver: SpoorApiConfig,
  placeOf: Loaded['placeOf'],
): Promise<readonly Finding[]> {
  const { host, identifier, caFile, proxy, option } = receiver
  const files = [
    attempted('authorities', async () => caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`))),
    attempted('certificate', () => readClientCertificate(receiver)),
    // HTTPS_PROXY in the environment may be no URL.
    attempted('proxy', async () => proxyFor(host, proxy, process.env)),
  ]
  const blank = (name: string, what: string): Finding => {
    const place = placeOf(`${option}.${name}`.split('.'))
    return failed('placeholder', `${place}: ${option}.${name}: is a placeholder; write ${what}`)
  }
  return [
    ...(isPlaceholderHost(new URL(host).hostname) ? [blank('host', 'the address of your Spoor API')] : []),
    ...(isPlaceholder(identifier) ? [blank('credentials.api_identifier', 'what the Spoor server gave')] : []),
    ...(await secretFindings(receiver, () => blank('credentials.api_secret', 'what the Spoor server gave'))),
    ...(await Promise.all(files)).flat(),
  ]
}

async function secretFindings(receiver: SpoorApiConfig, blank: () => Finding): Promise<readonly Finding[]> {
  const { secret } = receiver
  let text = ''
  const faults = await attempted('secret', async () => {
    text = await readSecret(receiver)
  })
  if (!isPlaceholder(text)) return faults
  if (!('file' in secret)) return [blank()]
  return [failed('placeholder', `${secret.file}: holds a placeholder; write what the Spoor server gave into it`)]
}

function failed(check: string, text: string): Finding {
  return { check, state: 'failed', text }
}
