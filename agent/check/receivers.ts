import type { Config, ReceiverConfig, ReceiverConfigs, ReceiverTypeName } from '../config/config.ts'
import type { Loaded } from '../config/load.ts'
import type { Finding } from './finding.ts'
import { lineFileFindings } from './line-file.ts'
import { sendingFindings } from './sending.ts'

/** How one type of receiver is checked. */
interface ReceiverCheck<C> {
  /** Faults in what requests need; uses no network. */
  sending(receiver: C, placeOf: Loaded['placeOf']): Promise<readonly Finding[]>
  /** How far a harmless request comes. Loads the code that uses the network only when called. */
  connection(receiver: C, config: Pick<Config, 'host'>, signal: AbortSignal): Promise<readonly Finding[]>
}

/** A check for each type of receiver. */
const CHECKS: { readonly [T in ReceiverTypeName]: ReceiverCheck<ReceiverConfigs[T]> } = {
  'spoor-api': {
    sending: sendingFindings,
    connection: async (...asked) => (await import('./connection.ts')).connectionFindings(...asked),
  },
  influxdb: {
    sending: async (...asked) => (await import('./totals-servers.ts')).influxdbCheck.sending(...asked),
    connection: async (...asked) => (await import('./totals-servers.ts')).influxdbCheck.connection(...asked),
  },
  otlp: {
    sending: async (...asked) => (await import('./totals-servers.ts')).otlpCheck.sending(...asked),
    connection: async (...asked) => (await import('./totals-servers.ts')).otlpCheck.connection(...asked),
  },
  'json-lines': {
    sending: lineFileFindings,
    connection: async () => [],
  },
}

/** Faults in what requests to a receiver need. */
export function faultsOf<T extends ReceiverTypeName>(
  receiver: ReceiverConfig<T>,
  placeOf: Loaded['placeOf'],
): Promise<readonly Finding[]> {
  return CHECKS[receiver.type].sending(receiver, placeOf)
}

/** How far a harmless request to a receiver comes. */
export function connectionOf<T extends ReceiverTypeName>(
  receiver: ReceiverConfig<T>,
  config: Pick<Config, 'host'>,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return CHECKS[receiver.type].connection(receiver, config, signal)
}
