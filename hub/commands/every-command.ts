import type { Commands } from '../../lib/command-line/run-program.ts'

/** Every subcommand, each loaded on demand. */
export const HUB_COMMANDS: Commands = {
  check: async () => (await import('./check.ts')).check,
  serve: async () => (await import('./serve.ts')).serve,
  status: async () => (await import('./status.ts')).status,
  migrate: async () => (await import('./migrate.ts')).migrate,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  move: async () => (await import('./move.ts')).move,
  token: async () => (await import('./token.ts')).token,
  agents: async () => (await import('./agents.ts')).agents,
  quarantine: async () => (await import('./quarantine.ts')).quarantine,
  incidents: async () => (await import('./incidents.ts')).incidents,
  checks: async () => (await import('./checks.ts')).checks,
  coverage: async () => (await import('./coverage.ts')).coverage,
  people: async () => (await import('./people.ts')).people,
  'api-token': async () => (await import('./api-token.ts')).apiToken,
  erase: async () => (await import('./erase.ts')).erase,
  alerts: async () => (await import('./alerts.ts')).alertsCommand,
  audit: async () => (await import('./audit.ts')).audit,
}
