import type { Options } from '../../../lib/command-line/command.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { QUARANTINE_REASONS } from '../../ingest/quarantine-reasons.ts'
import { agentOfHost } from '../../store/ask/agent-of-host.ts'
import type { QuarantineFilter } from '../../store/ask/quarantined-entries.ts'
import type { Store } from '../../store/store.ts'
import { typedChoice } from '../people/typed-choice.ts'
import { typedText } from '../store-action.ts'

/** Of which host and with which reason, as somebody typed it. Rejects with `ActionNeeded` if it is none. */
export async function quarantineTyped(
  store: Store,
  options: Options,
): Promise<Pick<QuarantineFilter, 'agent' | 'reason'>> {
  const [host, reason] = [typedText(options, 'host', ''), typedText(options, 'reason', '')]
  const typed = reason === '' ? {} : { reason: typedChoice('reason', QUARANTINE_REASONS, reason) }
  if (host === '') return typed
  const found = await store.ask(agentOfHost, { host })
  if (found === null) throw new ActionNeeded(`There is no host ${plainText(host)}; see: spoor-hub agents list`)
  return { ...typed, agent: found.id }
}
