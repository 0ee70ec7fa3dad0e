import { plainJson } from '../../../lib/text/plain-json.ts'
import type { Redaction } from './redaction.ts'
import { redactedSettings } from './settings-redaction.ts'

/** One file of a bundle, before anything in it is replaced. */
export type Member = { readonly name: string } & (
  | { readonly holds: 'text'; readonly text: string }
  | { readonly holds: 'data' | 'settings'; readonly value: unknown }
)

/** Its content with all that is secret or personal replaced. */
export function redactedMember(member: Member, redaction: Redaction): string {
  if (member.holds === 'text') return redaction.text(member.text)
  const { holds, value } = member
  return plainJson(holds === 'settings' ? redactedSettings(value, redaction) : redaction.json(value), 2)
}
