import type { HubConfig } from '../config/load.ts'
import { openChannel } from './open-channel.ts'

/** What is wrong with channels, or on the way to their servers, a sentence each. Tells nobody. */
export async function channelFaults(
  { alerts }: Pick<HubConfig, 'alerts'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const faults = Object.entries(alerts.channels).map(async ([name, settings]) => {
    const found = await (await openChannel(name, settings)).check(signal)
    return found.map((fault) => (fault.startsWith('alerts.channels.') ? fault : `alerts.channels.${name}: ${fault}`))
  })
  return (await Promise.all(faults)).flat()
}
