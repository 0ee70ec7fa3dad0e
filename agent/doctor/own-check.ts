import * as v from 'valibot'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Finding } from '../check/finding.ts'
import { outputOf } from './host-output.ts'

/** What `check` found, or why it said nothing. */
export type OwnCheck = { readonly findings: readonly Finding[] } | { readonly reason: string }

const checked: v.GenericSchema<unknown, { readonly checks: readonly Finding[] }> = v.pipe(
  foreignJson,
  v.object({
    checks: v.array(v.object({ check: v.string(), state: v.picklist(['ok', 'warning', 'failed']), text: v.string() })),
  }),
)

/**
 * Runs `check` as a process of its own: it becomes the user of the services for good, and can be ended when a receiver
 * keeps it waiting.
 */
export async function ownCheck(asked: {
  readonly self: readonly [string, ...string[]]
  readonly file: string
  readonly connects: boolean
  readonly patience: number
  readonly signal: AbortSignal
}): Promise<OwnCheck> {
  const { self, file, connects, patience, signal } = asked
  const words = ['check', '--json', '--config', file, ...(connects ? ['--connect', '--for', 'transmit'] : [])]
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([key, value = '']) => [[key, value]]))
  const output = await outputOf([...self, ...words], { cwd: process.cwd(), env, signal, patience })
  if ('reason' in output) return { reason: `check ${output.reason}` }
  const { success, output: told } = v.safeParse(checked, output.stdout)
  if (success) return { findings: told.checks }
  const said = plainText(output.stderr.split('\n')[0] ?? '')
  return { reason: `check failed (exit code ${output.code}): ${said}` }
}
