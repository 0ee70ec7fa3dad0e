import { type AgentProcess, spawnAgent } from '../support/agent-process.ts'
import { unitEnvironment } from '../support/unit-environment.ts'

const UNITS = {
  collect: 'agent/spoor-agent-collector',
  transmit: 'agent/spoor-agent-transmitter',
  watch: 'agent/spoor-agent-watcher',
} as const

/** Starts a process of the agent with the environment of its unit: by that glibc gives memory back. */
export function startService(command: keyof typeof UNITS, config: string): AgentProcess {
  return spawnAgent([command, '--config', config], { env: unitEnvironment(UNITS[command]) })
}
