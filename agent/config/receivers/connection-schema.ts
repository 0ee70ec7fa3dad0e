import * as v from 'valibot'
import { duration, path, pins, proxy, truth } from '../../../lib/settings/value.ts'

/** Whether a receiver is sent anything. */
export const enabled = v.pipe(
  v.optional(truth, 'true'),
  v.description('Whether reports are sent; with false they stay in the spool, and nothing leaves this host.'),
  v.metadata({ example: 'false' }),
)

/** How the agent connects to a receiver. */
export const connection = {
  ca_file: v.pipe(
    v.optional(path),
    v.description('Certificates (PEM) of authorities to trust besides those of the system.'),
    v.metadata({ example: '/etc/spoor/ca.pem' }),
  ),
  timeout: v.pipe(
    v.optional(v.pipe(duration, v.maxValue(3_600_000, 'is longer than an hour')), '30s'),
    v.description('How long one request may take.'),
  ),
  compress: v.pipe(
    v.optional(v.picklist(['gzip', 'none'], 'is neither gzip nor none'), 'none'),
    v.description('How reports are compressed: gzip, if the API understands it, or none.'),
  ),
  proxy: v.pipe(
    v.optional(proxy),
    v.description(
      'The proxy to reach the API through, http:// or https://, with user and password if it needs them; none for no proxy. Without this HTTPS_PROXY and NO_PROXY in the environment apply.',
    ),
    v.metadata({ example: 'http://proxy.example.com:3128' }),
  ),
  cert_file: v.pipe(
    v.optional(path),
    v.description('The certificate (PEM) that the agent presents if the API asks for one.'),
    v.metadata({ example: '/etc/spoor/client.pem' }),
  ),
  key_file: v.pipe(
    v.optional(path),
    v.description('Its private key (PEM), without a passphrase; only the process that sends reports reads it.'),
    v.metadata({ example: '/etc/spoor/private/client.key' }),
  ),
  pin: v.pipe(
    v.optional(pins),
    v.description(
      "The digest of the API's public key, as curl writes it, or a list: certificates with other keys are refused.",
    ),
    v.metadata({ example: 'sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }),
  ),
}
