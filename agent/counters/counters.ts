import type { Config } from '../config/config.ts'
import type { HostedCounter } from './counting.ts'

/** The counters that a configuration asks for; `savedOf` gives what one of this name saved, undefined if nothing. */
export function countersOf(_config: Config, _savedOf: (name: string) => unknown): readonly HostedCounter[] {
  return []
}
