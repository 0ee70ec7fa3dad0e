import type { Config, ReceiverConfig, ReceiverConfigs, ReceiverType as TypeName } from '../config/config.ts'
import type { Open, ReceiverType } from './receiver-type.ts'
import { spoorApi } from './spoor-api/spoor-api.ts'

/** Every type of receiver. */
const TYPES: { readonly [T in TypeName]: ReceiverType<ReceiverConfigs[T]> } = {
  'spoor-api': spoorApi,
}

/** Where reports to a receiver go, as the notice of a start says it. */
export function addressOf<T extends TypeName>(receiver: ReceiverConfig<T>): string {
  return TYPES[receiver.type].address(receiver)
}

/** Reads what the configuration of a receiver names; throws `ActionNeeded` where that is missing or wrong. */
export function prepare<T extends TypeName>(receiver: ReceiverConfig<T>, config: Pick<Config, 'host'>): Promise<Open> {
  return TYPES[receiver.type].prepare(receiver, config)
}
