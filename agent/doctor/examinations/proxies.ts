import { connect } from 'node:net'
import { withoutBrackets } from '../../../lib/http/connection/proxy.ts'
import { codeOf } from '../../../lib/system/errors.ts'
import { shellWord } from '../../../lib/text/shell-word.ts'
import { type Symptom, doubtful, failing, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import type { Patient } from '../patient.ts'
import { receivingServers, type ReceivingServer } from '../receiving-servers.ts'

const WHY = 'Without it nothing is sent; reports wait in the spool.'

/** Whether the proxies that lead to the receivers can be reached. */
export const proxies: Examination = {
  name: 'proxy',
  usesNetwork: true,
  examine: async (patient) => {
    const servers = receivingServers(patient).filter(({ proxy }) => proxy !== undefined)
    if (servers.length === 0) return [well('No proxy is used.')]
    return (await Promise.all(servers.map((server) => lookAt(server, patient)))).flat()
  },
}

async function lookAt({ receiver, proxy }: ReceivingServer, patient: Patient): Promise<readonly Symptom[]> {
  const { name, option } = receiver
  if (proxy === undefined) return []
  if (proxy === 'wrong')
    return [
      failing(`${name}: HTTPS_PROXY of this shell is no URL.`, WHY, 'export HTTPS_PROXY=http://proxy.example.com:3128'),
    ]
  const place = `${proxy.hostname}:${portOf(proxy)}`
  const fault = await faultOf(proxy, patient)
  const reached =
    fault === undefined
      ? well(`${name}: the proxy ${place} can be reached.`)
      : failing(
          `${name}: the proxy ${place} cannot be reached (${fault}).`,
          WHY,
          `nc -vz ${shellWord(withoutBrackets(proxy.hostname))} ${portOf(proxy)}`,
        )
  return receiver.proxy === undefined ? [reached, ofShell(name, option)] : [reached]
}

/** Services do not have what a shell exports. */
function ofShell(name: string, option: string): Symptom {
  return doubtful(
    `${name}: the proxy comes from HTTPS_PROXY of this shell, and not from ${option}.proxy.`,
    'The service has the variable only if its unit sets it; otherwise it connects without the proxy.',
    'systemctl cat spoor-agent-transmitter',
  )
}

function portOf({ protocol, port }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

/** Connects, says nothing, and ends; the reason if that fails. */
function faultOf(proxy: URL, { patience, signal }: Pick<Patient, 'patience' | 'signal'>): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  const socket = connect({ host: withoutBrackets(proxy.hostname), port: portOf(proxy), signal, timeout: patience })
  socket
    .on('connect', () => resolve(undefined))
    .on('timeout', () => resolve('ETIMEDOUT'))
    .on('error', (error) => resolve(codeOf(error) ?? 'no code'))
  return promise.finally(() => socket.destroy())
}
