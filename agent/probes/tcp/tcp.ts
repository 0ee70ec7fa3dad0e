import type { Probe, ProbeResult, ProbeTools } from '../probe.ts'
import { isElsewhere, type ServicePlace } from '../wire/place.ts'
import { resultOfFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import { Wire } from '../wire/wire.ts'
import { converse } from './dialogue.ts'
import { KNOWN_SERVICES, type KnownService } from './services.ts'
import { type TcpSettings, tcpSettings } from './tcp-settings.ts'

/** Connects to a service and holds a conversation, which shows more than that somebody listens. */
export const tcp: Probe<TcpSettings> = {
  name: 'tcp',
  settings: tcpSettings,
  isRemote: (settings) => isElsewhere(placeOf(settings)),
  async run(settings, tools) {
    let wire: Wire | undefined
    try {
      wire = await Wire.open(placeOf(settings), tools)
      return await conversation(wire, settings, tools)
    } catch (error) {
      return { ...resultOfFault(error), ...shownBy(wire) }
    } finally {
      wire?.destroy()
    }
  },
}

function serviceOf({ service }: TcpSettings): KnownService | undefined {
  return service === undefined ? undefined : KNOWN_SERVICES[service]
}

function placeOf(settings: TcpSettings): ServicePlace {
  const { host, port = serviceOf(settings)?.port ?? 0, socket } = settings
  return socket === undefined ? { host, port } : { socket }
}

async function conversation(wire: Wire, settings: TcpSettings, tools: ProbeTools): Promise<ProbeResult> {
  const { host, socket, tls_name: tlsName = socket === undefined ? host : undefined } = settings
  const service = serviceOf(settings)
  const isSecure = settings.tls === undefined ? service?.isSecure === true : settings.tls === 'true'
  if (isSecure) await wire.secure(tlsName)
  const began = tools.elapsed()
  const greeting = await converse(wire, service?.steps ?? settings.script, tlsName)
  const took = (tools.elapsed() - began) / 1000
  await wire.close()
  const { certificate, gauges } = shownBy(wire)
  return {
    verdict: 'ok',
    text: greeting === undefined ? `${wire.words} took the connection` : `${wire.words} said ${said(greeting)}`,
    gauges: [...gauges, { name: 'conversation_seconds', value: took }],
    ...(certificate && { certificate }),
  }
}

function shownBy(wire: Wire | undefined): Pick<ProbeResult, 'certificate'> & Required<Pick<ProbeResult, 'gauges'>> {
  const { gauges = [], certificate } = wire ?? {}
  return { gauges, ...(certificate && { certificate }) }
}
