import { lookup } from 'node:dns/promises'
import { elapsed } from '../../../lib/system/clock.ts'
import { codeOf } from '../../../lib/system/errors.ts'
import { shellWord } from '../../../lib/text/shell-word.ts'
import { type Symptom, doubtful, failing, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { receivingServers, type ReceivingServer } from '../receiving-servers.ts'

/** A look-up that takes longer, in milliseconds, is slow: a resolver does not answer, and the next one does. */
const SLOW = 2000

/** Finds the addresses of a name, as connections do. */
export type LookUp = (name: string) => Promise<readonly { readonly address: string }[]>

/** Whether the names of the receivers have addresses, and how long that takes. */
export const names: Examination = namesBy((name) => lookup(name, { all: true }))

/** The same with another way to look names up, and another time, in milliseconds, that is slow. */
export function namesBy(lookUp: LookUp, slow = SLOW): Examination {
  return {
    name: 'dns',
    usesNetwork: true,
    examine: async (patient) => {
      const servers = receivingServers(patient)
      if (servers.length === 0) return [well('No receiver is a server.')]
      return Promise.all(servers.map((server) => lookAt(server, lookUp, slow)))
    },
  }
}

async function lookAt(
  { receiver, host, isName, proxy }: ReceivingServer,
  lookUp: LookUp,
  slow: number,
): Promise<Symptom> {
  const { name } = receiver
  if (!isName) return well(`${name}: ${host} is an address.`)
  if (proxy !== undefined) return well(`${name}: the proxy looks ${host} up.`)
  const began = elapsed()
  const remedy = [`getent ahosts ${shellWord(host)}`, 'cat /etc/resolv.conf']
  try {
    const addresses = await lookUp(host)
    const taken = Math.round(elapsed() - began)
    const text = `${name}: ${host} has ${addresses.map(({ address }) => address).join(', ')} (${taken} ms).`
    if (taken < slow) return well(text)
    return doubtful(text, 'Each new connection waits for that; perhaps the first resolver does not answer.', ...remedy)
  } catch (error) {
    const why = 'Without an address nothing is sent; reports wait in the spool.'
    return failing(`${name}: ${host} has no address (${codeOf(error)}).`, why, ...remedy)
  }
}
