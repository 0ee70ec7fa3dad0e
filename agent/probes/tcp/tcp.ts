import type { Probe, ProbeResult } from '../probe.ts'
import { onWire } from '../wire/on-wire.ts'
import { placeElsewhere, type ServicePlace } from '../wire/place.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'
import { converse } from './dialogue.ts'
import { KNOWN_SERVICES, type KnownService } from './services.ts'
import { type TcpSettings, tcpSettings } from './tcp-settings.ts'

/** Connects to a service and holds a conversation, which shows more than that somebody listens. */
export const tcp: Probe<TcpSettings> = {
  name: 'tcp',
  settings: tcpSettings,
  elsewhere: (settings) => placeElsewhere(placeOf(settings)),
  run: (settings, tools) => onWire(placeOf(settings), tools, (wire) => conversation(wire, settings)),
}

function serviceOf({ service }: TcpSettings): KnownService | undefined {
  return service === undefined ? undefined : KNOWN_SERVICES[service]
}

function placeOf(settings: TcpSettings): ServicePlace {
  const { host, port = serviceOf(settings)?.port ?? 0, socket } = settings
  return socket === undefined ? { host, port } : { socket }
}

async function conversation(wire: Wire, settings: TcpSettings): Promise<ProbeResult> {
  const { host, socket, tls_name: tlsName = socket === undefined ? host : undefined } = settings
  const service = serviceOf(settings)
  const isSecure = settings.tls === undefined ? service?.isSecure === true : settings.tls === 'true'
  if (isSecure) await wire.secure(tlsName)
  const greeting = await converse(wire, service?.steps ?? settings.script, tlsName)
  const did = greeting === undefined ? 'took the connection' : `said ${said(greeting)}`
  return { verdict: 'ok', text: `${wire.words} ${did}` }
}
