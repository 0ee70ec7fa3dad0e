import type { Config, SpoorApiConfig } from '../config/config.ts'
import { configuredAccess } from '../receivers/spoor-api/configured-access.ts'
import { createReportClient } from '../receivers/spoor-api/report-client.ts'
import { toldStatus } from '../status/told-status.ts'

/** What the first request with new credentials showed. */
export interface Proof {
  /** Why the hub does not accept them; undefined if it does. */
  readonly fault: string | undefined
  /** Whether the services run, and have to reread their configuration. */
  readonly isRunning: boolean
}

/** Tells a hub how this agent is, which shows that the credentials count, and that they are where they have to be. */
export async function proofFor(receiver: SpoorApiConfig, config: Config, signal: AbortSignal): Promise<Proof> {
  const access = await configuredAccess(receiver, config)
  const client = await createReportClient(access, { tell: () => undefined, onFields: async () => undefined })
  try {
    const status = await toldStatus(config, { amount: { waiting: 0, waitingBytes: 0 }, rejected: 0 }, Date.now())
    const outcome = await client.tellStatus(status, signal)
    // A hub that has no time now, or heard of this agent a moment ago, refuses nothing.
    const isFine = outcome.result === 'accepted' || (outcome.result === 'later' && outcome.cause === 'receiver')
    return {
      fault: isFine ? undefined : outcome.reason,
      isRunning: Object.values(status.roles).some(({ running }) => running),
    }
  } finally {
    client.close()
  }
}
