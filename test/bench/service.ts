import { type AgentProcess, spawnAgent } from '../support/agent-process.ts'

/**
 * Starts the agent as its units do. Without this variable glibc keeps 3 MiB that V8 used briefly at the start: large
 * blocks teach it to return memory late.
 */
export function startService(command: 'collect' | 'transmit' | 'watch', config: string): AgentProcess {
  return spawnAgent([command, '--config', config], { env: { MALLOC_TRIM_THRESHOLD_: '131072' } })
}
