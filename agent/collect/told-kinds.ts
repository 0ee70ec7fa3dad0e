import type { Kind } from '../../lib/event/catalogue.ts'
import { AGENT_KINDS } from '../../lib/event/event-set.ts'
import { kindsIn } from '../../lib/event/wish.ts'
import type { Config } from '../config/config.ts'
import { type Wishes, wishesOf } from '../config/receivers/destinations.ts'
import { trafficKinds } from '../config/traffic/traffic-kinds.ts'
import { isConfigured } from '../inbox/configured-writer.ts'
import type { Inbox } from '../inbox/inboxes.ts'
import type { ToldKinds } from '../snapshots/collector-snapshot.ts'
import { readerOf } from '../sources/sources.ts'
import { INBOX } from '../spool/reports/inbox-source.ts'
import { rulesFor } from './rules.ts'

/** The name that rules have among what tells events. */
const RULES = 'rules'

/** The name of access logs whose requests are counted. */
const TRAFFIC = 'traffic'

/** The name that the agent itself has among them. */
const AGENT = 'agent'

/** Which kinds of events each configured log, inbox and rule can tell, whoever wants them. */
export function toldKinds(config: Config, inboxes: readonly Inbox[]): readonly ToldKinds[] {
  const logs = new Map([...config.followers, ...config.streams].map((log) => [log.source, readerOf(log).kinds]))
  const used = inboxes.filter((inbox) => isConfigured(inbox, config))
  const counted = trafficKinds(config.traffic)
  const own = heartbeatKinds(config)
  const said = rulesFor(config).flatMap(({ says }) => says)
  return [
    ...Array.from(logs, ([source, kinds]) => ({ source, kinds: [...kinds] })),
    ...used.map(({ path, kinds }) => ({ source: INBOX, path, kinds: [...kinds] })),
    ...(own.length === 0 ? [] : [{ source: AGENT, kinds: [...own] }]),
    ...(counted.length === 0 ? [] : [{ source: TRAFFIC, kinds: [...counted] }]),
    ...(said.length === 0 ? [] : [{ source: RULES, kinds: [...new Set<Kind>(said)] }]),
  ]
}

/** What the collector tells of itself, where somebody wants to hear of it; of hooks the backstop's unit tells. */
export function heartbeatKinds(config: Wishes): readonly Kind[] {
  const wanted = new Set(wishesOf(config).flatMap(kindsIn))
  const own = AGENT_KINDS.filter((kind) => !kind.startsWith('hooks_'))
  return own.some((kind) => wanted.has(kind)) ? own : []
}
