import { type AgentProcess, spawnAgent } from '../support/agent-process.ts'

/**
 * Starts the agent as its units do. Without this variable glibc keeps 3 MiB that V8 used for a moment at the start: it
 * learns from large blocks to give memory back late.
 */
export function startService(command: 'collect' | 'transmit', config: string): AgentProcess {
  return spawnAgent([command, '--config', config], { env: { MALLOC_TRIM_THRESHOLD_: '131072' } })
}
