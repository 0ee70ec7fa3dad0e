import type { Probe, ProbeResult } from '../../agent/probes/probe.ts'
import { tcp } from '../../agent/probes/tcp/tcp.ts'
import type { PreparedCheck } from '../../agent/watch/prepared-check.ts'

/** A probe that always says the same, of a target here or elsewhere. */
function saying(result: ProbeResult, isRemote = false): Probe {
  return {
    name: 'tcp',
    settings: tcp.settings,
    elsewhere: () => (isRemote ? '192.0.2.1:25' : undefined),
    run: async () => result,
  }
}

/** A check of every minute, which is up if nothing else is said. */
export function exampleCheck(name: string, change: Partial<PreparedCheck> = {}): PreparedCheck {
  return {
    name,
    option: `checks.${name}`,
    type: 'tcp',
    interval: 60_000,
    limit: 10_000,
    late: undefined,
    after: undefined,
    failures: 3,
    maintenance: [],
    disabledBy: [],
    restart: undefined,
    probe: saying({ verdict: 'ok', text: 'connected' }),
    settings: {},
    ...change,
  }
}
