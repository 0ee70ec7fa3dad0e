import assert from 'node:assert/strict'
import type { Role } from '../../agent/roles/role.ts'
import { importGraph, reachOf } from './import-graph.ts'

/** Which file of the programs imports which. */
export const graph = await importGraph()

/**
 * Everything that a command loads for this work: the command, what `main.ts` loads for every command, and their
 * imports.
 */
export function loadedBy(command: string, work: readonly string[] = []): ReadonlySet<string> {
  const begin = [`agent/commands/${command}.ts`, ...work]
  for (const path of begin) assert.ok(graph.has(path), `${path}: nothing loads it; name it in agent/roles/roles.ts`)
  const main = reachOf(graph, ['agent/main.ts'], true)
  const all = [...begin, ...main].filter((path) => !LATER.has(path))
  return new Set([...begin, ...main, ...reachOf(graph, all, false, LATER)])
}

/** Everything that the process of a role loads. */
export function loadedByRole({ name, command }: Role): ReadonlySet<string> {
  const own = graph.has(`agent/commands/${command}.ts`) ? command : 'role'
  return loadedBy(own, [`agent/roles/${name}.ts`])
}

/** Files that load one of several commands, roles or sections. */
export const LATER = new Set([
  'agent/commands/every-command.ts',
  'agent/roles/roles.ts',
  'agent/mail-reports/sections/sections.ts',
])
