import { type DetailedPeerCertificate, TLSSocket } from 'node:tls'
import { createAgents } from '../../../lib/http/connection/agents.ts'
import { failureCode } from '../../../lib/http/connection/failure-code.ts'
import { startRequest } from '../../../lib/http/request.ts'
import { readAuthoritiesFile } from '../../../lib/settings/authorities-file.ts'
import { shellWord } from '../../../lib/text/shell-word.ts'
import { type Symptom, doubtful, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import type { Patient } from '../patient.ts'
import { receivingServers, type ReceivingServer } from '../receiving-servers.ts'

const DAY = 86_400_000

/** What is renewed by a program is renewed thirty days before its end; so many days before it somebody has to look. */
const SOON = 14

/** How long the certificates of the receivers are valid, and whether a pinned key is theirs. Sends no credentials. */
export const certificates: Examination = {
  name: 'tls',
  usesNetwork: true,
  examine: async (patient) => {
    const servers = receivingServers(patient).filter(({ url }) => url.protocol === 'https:')
    if (servers.length === 0) return [well('No receiver uses TLS.')]
    return Promise.all(servers.map((server) => lookAt(server, patient)))
  },
}

async function lookAt(server: ReceivingServer, patient: Patient): Promise<Symptom> {
  const { receiver, url, host } = server
  const chain = await chainOf(server, patient)
  if (typeof chain === 'string')
    return untold(`${receiver.name}: no certificate that is trusted came from ${url.host} (${chain}).`)
  const end = Math.min(...chain.map(({ valid_to: to }) => Date.parse(to)))
  const days = Math.floor((end - patient.now) / DAY)
  const pinned = receiver.pins === undefined ? '' : ', and its key is the one that is pinned'
  const text = `${receiver.name}: the certificates of ${url.host} are trusted and valid for ${days} days${pinned}.`
  if (days >= SOON) return well(text)
  const port = url.port === '' ? '443' : url.port
  const look = `echo | openssl s_client -connect ${shellWord(`${url.hostname}:${port}`)} -servername ${shellWord(host)} | openssl x509 -noout -dates`
  return doubtful(text, 'From that day on nothing is sent: who runs the receiver has to renew them.', look)
}

/** The certificates that a server shows, its own first; or the code of the failure. */
async function chainOf(
  { receiver, url, proxy }: ReceivingServer,
  { patience, signal }: Patient,
): Promise<readonly Pick<DetailedPeerCertificate, 'valid_to'>[] | string> {
  if (proxy === 'wrong') return 'no proxy'
  const { caFile, pins, option } = receiver
  try {
    const caPem = caFile && (await readAuthoritiesFile(caFile, `${option}.ca_file`))
    const agents = await createAgents({ timeout: patience, connections: 1, caPem, pins, proxy })
    const request = startRequest({ url, headers: {} }, { agents, timeout: patience, signal })
    try {
      return await new Promise((resolve, reject) => {
        request.on('error', reject).on('socket', (socket) => {
          if (!(socket instanceof TLSSocket)) return
          const seen = (): void => resolve(certificatesIn(socket.getPeerCertificate(true)))
          if (socket.authorized) seen()
          else socket.on('secureConnect', seen)
        })
      })
    } finally {
      request.on('error', () => undefined).destroy()
      agents.http.destroy()
      agents.https.destroy()
    }
  } catch (error) {
    return failureCode(error) ?? 'no code'
  }
}

/** A certificate and those of its issuers. The root, which issues itself, is trusted whatever its end. */
function certificatesIn(first: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  let next: DetailedPeerCertificate | undefined = first
  while (next?.valid_to !== undefined && !chain.includes(next) && chain.length < 10) {
    if (next !== next.issuerCertificate || chain.length === 0) chain.push(next)
    next = next === next.issuerCertificate ? undefined : next.issuerCertificate
  }
  return chain
}
