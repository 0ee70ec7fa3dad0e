import type { Config, ReceiverConfig, ReceiverConfigs, ReceiverTypeName } from '../config/config.ts'
import type { Open, ReceiverType } from './receiver-type.ts'
import { spoorApi } from './spoor-api/spoor-api.ts'

/** Every type of receiver. */
const TYPES: { readonly [T in ReceiverTypeName]: ReceiverType<ReceiverConfigs[T]> } = {
  'spoor-api': spoorApi,
}

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
