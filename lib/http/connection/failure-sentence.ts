/** How a client calls what its failures are about. */
export interface FailureWords {
  /** `the webhook` */
  readonly server: string
  /** `this server` */
  readonly client: string
  /** What names each of these in the configuration. */
  readonly address: string
  readonly proxy: string
  readonly timeout: string
  readonly authorities: string
  readonly certificate: string
  readonly key: string
  readonly pin: string
}

/** Why no answer came, for a person. */
export interface FailureSentence {
  /** What is wrong, and what to do; without a full stop. */
  readonly sentence: string
  /** It lasts until somebody corrects the configuration of the client, the proxy or the server. */
  readonly needsHand: boolean
}

/** `<peer>` stands for the server or the proxy, `<peerKey>` for what names it, and the rest for words of the client. */
type Row = readonly [code: RegExp, sentence: string, needsHand?: true]

/** Failures that only a proxy has: codes after `PROXY_`. */
const OF_PROXY: readonly Row[] = [
  [/^HTTP_407$/, 'The proxy does not accept its credentials: correct user and password in <proxy>', true],
  [/^HTTP_403$/, 'The proxy forbids connections to <server>: have them permitted there', true],
  [/^HTTP_/, 'The proxy has no connection to <server>: check the proxy and <address>'],
  [/^ETIMEDOUT$/, 'The proxy did not connect in time: check the proxy and the firewall of this server'],
]

/** Failures that only a server has. */
const OF_SERVER: readonly Row[] = [
  [/^PIN_MISMATCH$/, '<server> has a key that <pin> does not name: check both, send nothing', true],
  [/^ETIMEDOUT$/, '<server> did not answer in time: check the firewall, or allow more by <timeout>'],
  [/^TLS_ALERT_116$/, '<server> wants a certificate of <client>: write <certificate> and <key>', true],
  [
    /^TLS_ALERT_40$/,
    '<server> and <client> found no common TLS, or <server> wants a certificate: see <certificate>',
    true,
  ],
  [/^TLS_ALERT_4[2-9]$/, '<server> does not accept the certificate of <client>: correct <certificate>', true],
]

/** The system's codes (errno(3), getaddrinfo(3)). */
const OF_NETWORK: readonly Row[] = [
  [/^ENOTFOUND$/, 'The host of <peer> has no address: check <peerKey> and the DNS of this server'],
  [/^EAI_/, 'The host of <peer> cannot be looked up: check the resolver of this server (/etc/resolv.conf)'],
  [/^ECONNREFUSED$/, '<peer> refused the connection: it is down, or <peerKey> names the wrong port'],
  [/^(ECONNRESET|EPIPE)$/, '<peer> cut the connection before it answered'],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, 'There is no route to <peer>: check the network and the firewall of this server'],
  [/^(EACCES|EPERM)$/, 'This server does not let <client> connect to <peer>: check its firewall'],
]

/** OpenSSL's reasons (x509_vfy.h, sslerr.h), as Node names them. */
const OF_TLS: readonly Row[] = [
  [/^CERT_HAS_EXPIRED$/, 'The certificate of <peer> has expired: renew it, or correct the clock of this server'],
  [/^CERT_NOT_YET_VALID$/, 'The certificate of <peer> is not valid yet: correct the clock of this server'],
  [/ALTNAME|^HOSTNAME_MISMATCH$/, 'The certificate of <peer> is for another name: check <peerKey>'],
  [
    /SELF_SIGNED_CERT$/,
    '<peer> has a certificate that it signed itself: have it replaced, or name it in <authorities>',
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^CERT_UNTRUSTED$/,
    'The certificate of <peer> is from an authority that is not trusted here: name its CA in <authorities>',
  ],
  [/^CERT_(REVOKED|REJECTED)$/, 'The certificate of <peer> was revoked: have it replaced'],
  [/KEY_TOO_SMALL|TOO_WEAK/, '<peer> has a key or a signature too weak to be trusted: have it replaced'],
  [
    /^(CERT_|ERROR_IN_CERT|UNABLE_TO_DEC|INVALID_(CA|PURPOSE)|PATH_LENGTH|UNSPECIFIED)/,
    'The certificate of <peer> is not sound: have it replaced by one that is made for servers',
  ],
  [/^TLS_ALERT_70$|UNSUPPORTED_PROTOCOL/, '<peer> does not speak TLS 1.2 or 1.3: have it updated'],
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER_FAILURE)$/,
    'What answers as <peer> does not speak TLS: check <peerKey> and its port',
  ],
  [/^ERR_SSL_UNSAFE_LEGACY/, '<peer> speaks TLS without secure renegotiation (RFC 5746): have it updated'],
  [/^(EPROTO|ERR_SSL_|ERR_TLS_|TLS_ALERT_)/, '<peer> and <client> found no common TLS: check <peerKey> and its port'],
]

/** What Node's parser finds (llhttp.h, node_http_parser.cc). */
const OF_HTTP: readonly Row[] = [
  [/^HPE_INVALID_(CONSTANT|METHOD)$/, 'What answers as <peer> does not speak HTTP: check <peerKey> and its port'],
  [
    /^HPE_INVALID_VERSION$/,
    'What answers as <peer> speaks another version of HTTP than 1.0 or 1.1: check <peerKey> and its port',
  ],
  [/^HPE_HEADER_OVERFLOW$/, '<peer> answered with more than 16 KiB of headers: have them cut down there'],
  [
    /^HPE_(UNEXPECTED|INVALID)_(CONTENT_LENGTH|TRANSFER_ENCODING)$/,
    'The answer of <peer> gives its length twice, or wrongly: have it corrected there, or in a proxy in front of it',
  ],
  [/^HPE_INVALID_STATUS$/, 'The answer of <peer> has no status: have it corrected there, or in a proxy in front of it'],
  [/^HPE_INVALID_EOF_STATE$/, '<peer> cut the connection in the middle of its answer'],
  [/^HPE_/, 'The answer of <peer> breaks the rules of HTTP: have it corrected there, or in a proxy in front of it'],
]

const COMMON: readonly Row[] = [...OF_NETWORK, ...OF_TLS, ...OF_HTTP, [/^/, 'The connection to <peer> failed']]

/** What the code of a failed request (`failureCode`) means; every code has a sentence. */
export function failureSentence(code: string, words: FailureWords): FailureSentence {
  const isProxy = code.startsWith('PROXY_')
  const peer = isProxy ? { peer: 'the proxy', peerKey: words.proxy } : { peer: words.server, peerKey: words.address }
  const rows = [...(isProxy ? OF_PROXY : OF_SERVER), ...COMMON]
  const [, template, needsHand = false] = rows.find(([pattern]) => pattern.test(code.replace(/^PROXY_/, ''))) ?? []
  const values = new Map(Object.entries({ ...words, ...peer }))
  const sentence = (template ?? '').replaceAll(/<(\w+)>/g, (_, name: string) => values.get(name) ?? '')
  return { sentence: sentence.slice(0, 1).toUpperCase() + sentence.slice(1), needsHand }
}
