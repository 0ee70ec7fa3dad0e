import { plainText } from '../../../lib/text/plain-text.ts'
import type { Cause, Later } from '../delivery/outcome.ts'

/** WHO stands for the API or the proxy, KEY for what names it in the configuration. */
type Failure = readonly [code: RegExp, sentence: string, cause?: Cause]

/** Where a proxy says no, or what is said of one alone: codes after `PROXY_`. */
const OF_PROXY: readonly Failure[] = [
  [
    /^HTTP_407$/,
    'The proxy does not accept its credentials: correct user and password in transmission.proxy',
    'configuration',
  ],
  [/^HTTP_403$/, 'The proxy forbids connections to the API: have them permitted there', 'configuration'],
  [/^HTTP_/, 'The proxy has no connection to the API: check the proxy and transmission.host'],
  [/^ETIMEDOUT$/, 'The proxy did not connect in time: check the proxy and the firewall of this server'],
]

const OF_API: readonly Failure[] = [
  [
    /^PIN_MISMATCH$/,
    'The API has a key that transmission.pin does not name: check both, send nothing',
    'configuration',
  ],
  [/^ETIMEDOUT$/, 'The API did not answer in time: check the firewall, or allow more by transmission.timeout'],
  [
    /^TLS_ALERT_116$/,
    'The API wants a certificate of the agent: write transmission.cert_file and key_file',
    'configuration',
  ],
  [
    /^TLS_ALERT_40$/,
    'The API and the agent found no common TLS, or it wants a certificate: see transmission.cert_file',
    'configuration',
  ],
  [
    /^TLS_ALERT_4[2-9]$/,
    'The API does not accept the certificate of the agent: correct transmission.cert_file',
    'configuration',
  ],
]

/** On the way there. */
const OF_NETWORK: readonly Failure[] = [
  [/^ENOTFOUND$/, 'The host of WHO has no address: check KEY and the DNS of this server'],
  [/^EAI_/, 'The host of WHO cannot be looked up: check the resolver of this server (/etc/resolv.conf)'],
  [/^ECONNREFUSED$/, 'WHO refused the connection: it is down, or KEY names the wrong port'],
  [/^(ECONNRESET|EPIPE)$/, 'WHO cut the connection before it answered'],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, 'There is no route to WHO: check the network and the firewall of this server'],
  [/^(EACCES|EPERM)$/, 'This server does not let the agent connect to WHO: check its firewall'],
]

/** OpenSSL's reasons (x509_vfy.h, sslerr.h), as Node names them. */
const OF_TLS: readonly Failure[] = [
  [/^CERT_HAS_EXPIRED$/, 'The certificate of WHO has expired: renew it, or correct the clock of this server'],
  [/^CERT_NOT_YET_VALID$/, 'The certificate of WHO is not valid yet: correct the clock of this server'],
  [/ALTNAME|^HOSTNAME_MISMATCH$/, 'The certificate of WHO is for another name: check KEY'],
  [
    /SELF_SIGNED_CERT$/,
    'WHO has a certificate that it signed itself: have it replaced, or name it in transmission.ca_file',
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^CERT_UNTRUSTED$/,
    'The certificate of WHO is from an authority that is not trusted here: name its CA in transmission.ca_file',
  ],
  [/^CERT_(REVOKED|REJECTED)$/, 'The certificate of WHO was revoked: have it replaced'],
  [/KEY_TOO_SMALL|TOO_WEAK/, 'WHO has a key or a signature too weak to be trusted: have it replaced'],
  [
    /^(CERT_|ERROR_IN_CERT|UNABLE_TO_DEC|INVALID_(CA|PURPOSE)|PATH_LENGTH|UNSPECIFIED)/,
    'The certificate of WHO is not sound: have it replaced by one that is made for servers',
  ],
  [/^TLS_ALERT_70$|UNSUPPORTED_PROTOCOL/, 'WHO speaks no TLS from 1.2 on, or wants a newer one: have it updated'],
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE)$/,
    'What answers as WHO does not speak TLS: check KEY and its port',
  ],
  [/^ERR_SSL_UNSAFE_LEGACY/, 'WHO speaks TLS without secure renegotiation (RFC 5746): have it updated'],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_|TLS_ALERT_)/, 'WHO and the agent found no common TLS: check KEY and its port'],
]

/** What Node's parser finds (llhttp.h, node_http_parser.cc). */
const OF_HTTP: readonly Failure[] = [
  [/^HPE_INVALID_(CONSTANT|METHOD)$/, 'What answers as WHO does not speak HTTP: check KEY and its port'],
  [/^HPE_INVALID_VERSION$/, 'What answers as WHO speaks another HTTP than 1.0 or 1.1: check KEY and its port'],
  [/^HPE_HEADER_OVERFLOW$/, 'WHO answered with more headers than 16 KiB: have them cut down there'],
  [
    /^HPE_(UNEXPECTED|INVALID)_(CONTENT_LENGTH|TRANSFER_ENCODING)$/,
    'The answer of WHO says twice, or wrongly, how long it is: have it corrected there, or in what stands before it',
  ],
  [/^HPE_INVALID_STATUS$/, 'The answer of WHO has no status: have it corrected there, or in what stands before it'],
  [/^HPE_INVALID_EOF_STATE$/, 'WHO cut the connection in the middle of its answer'],
  [/^HPE_/, 'The answer of WHO breaks the rules of HTTP: have it corrected there, or in what stands before it'],
]

const COMMON: readonly Failure[] = [...OF_NETWORK, ...OF_TLS, ...OF_HTTP, [/^/, 'The connection to WHO failed']]

/** Cut off or not answered: what an API does, too, whose process dies of one report. */
const MAY_BE_ITS_OWN = /^(?:ECONNRESET|EPIPE|ETIMEDOUT|HPE_)/

/**
 * What it means for the report that no answer came: the code of the error says why, in one sentence with what to do.
 */
export function outcomeOfFailure(code = 'no code'): Later {
  const isProxy = code.startsWith('PROXY_')
  const [who, key, own] = isProxy
    ? ['the proxy', 'transmission.proxy', OF_PROXY]
    : ['the API', 'transmission.host', OF_API]
  const known = [...own, ...COMMON].find(([pattern]) => pattern.test(code.replace(/^PROXY_/, '')))
  const [, template = '', cause = 'network'] = known ?? []
  const sentence = template
    .replace(/^WHO/, `T${who.slice(1)}`)
    .replaceAll('WHO', who)
    .replaceAll('KEY', key)
  const reason = `${sentence} (${plainText(code)}).`
  return { result: 'later', cause, reason, ...(MAY_BE_ITS_OWN.test(code) && { mayBeItsOwn: true }) }
}
