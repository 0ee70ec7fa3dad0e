import type { ProbeResult, ProbeTools } from '../probe.ts'
import type { ServicePlace } from './place.ts'
import { resultOfFault } from './probe-fault.ts'
import { Wire } from './wire.ts'

/** What a conversation showed, with the time of its parts and the certificate, however far it came. */
export async function onWire(
  place: ServicePlace,
  tools: ProbeTools,
  talk: (wire: Wire) => Promise<ProbeResult>,
): Promise<ProbeResult> {
  let wire: Wire | undefined
  try {
    wire = await Wire.open(place, tools)
    const began = tools.elapsed()
    const result = await talk(wire)
    const took = { name: 'conversation_seconds', value: (tools.elapsed() - began) / 1000 }
    await wire.close()
    return { ...result, ...shownBy(wire), gauges: [...wire.gauges, took] }
  } catch (error) {
    return { ...resultOfFault(error), ...shownBy(wire) }
  } finally {
    wire?.destroy()
  }
}

function shownBy(wire: Wire | undefined): Pick<ProbeResult, 'certificate' | 'gauges'> {
  const { gauges = [], certificate } = wire ?? {}
  return { gauges, ...(certificate && { certificate }) }
}
