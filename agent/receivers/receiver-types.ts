import type { Config, ReceiverConfig, ReceiverConfigs, ReceiverTypeName } from '../config/config.ts'
import { partsOf } from './delivery/parts.ts'
import { influxdb } from './influxdb/influxdb.ts'
import { jsonLines } from './json-lines/json-lines.ts'
import { otlp } from './otlp/otlp.ts'
import type { Open, ReceiverType, ShownSending, ShownPlace } from './receiver-type.ts'
import type { Sendable } from './receiver.ts'
import { spoorApi } from './spoor-api/spoor-api.ts'

/** Every type of receiver. */
const TYPES: { readonly [T in ReceiverTypeName]: ReceiverType<ReceiverConfigs[T]> } = {
  'spoor-api': spoorApi,
  influxdb,
  otlp,
  'json-lines': jsonLines,
}

/** The names of these types. */
export const RECEIVER_TYPES: readonly string[] = Object.keys(TYPES)

/** Where reports to a receiver go, in the words of the notice of a start. */
export function addressOf<T extends ReceiverTypeName>(receiver: ReceiverConfig<T>): string {
  return TYPES[receiver.type].address(receiver)
}

/** Reads the files that a receiver's configuration names; throws `ActionNeeded` if one is missing or wrong. */
export function prepare<T extends ReceiverTypeName>(
  receiver: ReceiverConfig<T>,
  config: Pick<Config, 'host'>,
): Promise<Open> {
  return TYPES[receiver.type].prepare(receiver, config)
}

/** What is sent to a receiver of a report; nothing if it gets none of it. */
export async function shownTo<T extends ReceiverTypeName>(
  receiver: ReceiverConfig<T>,
  report: Sendable,
  place: ShownPlace,
): Promise<readonly ShownSending[]> {
  const shown = partsOf(report).map(({ sendable }) => TYPES[receiver.type].shown(receiver, sendable, place))
  return (await Promise.all(shown)).flat()
}
