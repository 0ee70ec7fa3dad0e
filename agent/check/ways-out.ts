import type { Loaded } from '../config/load.ts'
import { alertConnection, alertFaults } from './alerts.ts'
import type { Finding } from './finding.ts'
import { connectionOf, faultsOf } from './receivers.ts'

/** A receiver or an alert, and how it is checked. */
export interface WayOut {
  readonly name: string
  readonly enabled: boolean
  /** Faults in what it needs; uses no network. */
  readonly faults: () => Promise<readonly Finding[]>
  /** How far a harmless request comes; undefined where there is nobody to ask. */
  readonly connection: ((signal: AbortSignal) => Promise<readonly Finding[]>) | undefined
}

/** All receivers and alerts of a configuration. */
export function waysOut({ config, placeOf }: Pick<Loaded, 'config' | 'placeOf'>): readonly WayOut[] {
  return [
    ...config.receivers.map((receiver) => ({
      name: receiver.name,
      enabled: receiver.enabled,
      faults: () => faultsOf(receiver, placeOf),
      connection: (signal: AbortSignal) => connectionOf(receiver, config, signal),
    })),
    ...config.alerts.map((alert) => ({
      name: alert.name,
      enabled: alert.enabled,
      faults: () => alertFaults(alert),
      connection: alert.way.type === 'command' ? undefined : (signal: AbortSignal) => alertConnection(alert, signal),
    })),
  ]
}
