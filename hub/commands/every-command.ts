import type { Commands } from '../../lib/command-line/run-program.ts'

/** Every subcommand, each loaded on demand. */
export const HUB_COMMANDS: Commands = {
  check: async () => (await import('./check.ts')).check,
  serve: async () => (await import('./serve.ts')).serve,
  token: async () => (await import('./token.ts')).token,
  agents: async () => (await import('./agents.ts')).agents,
}
