import type { AgentStatus } from '../../lib/agent-status/agent-status.ts'

/** What an agent tells a hub that has nothing to do, and nothing to complain about. */
export const HEALTHY: AgentStatus = {
  version: '0.2.0',
  health: 'healthy',
  warnings: [],
  lag: 0,
  waiting: 0,
  refused: 0,
  roles: {},
  sources: [],
}
