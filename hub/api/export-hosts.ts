import * as v from 'valibot'
import type { ListedHost } from '../contract/host-contract.ts'
import { hostSight, type SightBounds } from '../coverage/matrix.ts'
import { SIGHT_WORDS } from '../coverage/sight-word.ts'
import type { PersonRequest } from '../http/route.ts'
import { coveredAgents } from '../store/ask/covered-agents.ts'
import { everyAgent, type ListedAgent } from '../store/ask/every-agent.ts'
import { boundsOf } from './coverage.ts'
import { isoTime } from './export-text.ts'
import { showListed } from './hosts.ts'
import type { ExportedList } from './list-export.ts'

/** How many hosts are read at a time: their statuses can have 64 KiB each. */
const PAGE = 50

/** A host, and how well it is seen; the words are null if it may not report. */
interface ExportedHost extends ListedHost {
  readonly sight: string | null
  readonly why: string
  /** The words of its sources; of a silent host nobody knows. */
  readonly sources: readonly { readonly source: string; readonly path: string; readonly word: string }[]
}

const WHICH_HOSTS = {
  q: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(100, 'Search for 100 characters at most.'),
      v.description('A part of the name, a former name, or the label.'),
      v.transform((text) => text.trim().toLowerCase()),
    ),
  ),
  word: v.exactOptional(
    v.pipe(
      v.picklist([...SIGHT_WORDS, 'unknown'], `is none of ${SIGHT_WORDS.join(', ')}, unknown`),
      v.description('How well at least one of its sources is seen; unknown: of a silent host.'),
    ),
  ),
} as const

/** Hosts by name, and how well they are seen. */
export const HOSTS_EXPORT: ExportedList<typeof WHICH_HOSTS, ExportedHost, number> = {
  name: 'hosts',
  summary: 'All hosts that fit, by name, and how well they and their sources are seen.',
  parameters: WHICH_HOSTS,
  columns: [
    'host',
    'label',
    'former_names',
    'created',
    'reported',
    'last_event',
    'version',
    'health',
    'may_report',
    'sight',
    'why',
    'sources',
  ],
  cells: ({ host, label, former_names: former, created, reported, last_event, version, health, ...more }) => [
    host,
    label,
    former.join(' '),
    isoTime(created),
    timeOf(reported),
    timeOf(last_event),
    version ?? '',
    health ?? '',
    more.may_report ? 'yes' : 'no',
    more.sight ?? '',
    more.why,
    more.sources.map(({ source, path, word }) => `${source} ${path}: ${word}`).join('; '),
  ],
  page: ({ q = '', word }, request) => {
    const bounds = boundsOf(request)
    const fitting = request.store.ask(everyAgent, { now: bounds.now }).then((all) => all.filter((each) => has(each, q)))
    return async (from) => {
      const [agents, begin] = [await fitting, from ?? 0]
      const hosts = []
      for (const agent of agents.slice(begin, begin + PAGE)) hosts.push(await withSight(request, agent, bounds))
      const rows = hosts.filter(({ sources }) => word === undefined || sources.some((each) => each.word === word))
      return { rows, end: begin + PAGE < agents.length ? begin + PAGE : null }
    }
  },
}

function has({ host, label, formerNames }: ListedAgent, part: string): boolean {
  return [host, label, ...formerNames].some((name) => name.toLowerCase().includes(part))
}

async function withSight({ store }: PersonRequest, agent: ListedAgent, bounds: SightBounds): Promise<ExportedHost> {
  const [found] = await store.ask(coveredAgents, { now: bounds.now, agent: agent.id, limit: 1 })
  const host = showListed(agent)
  if (found === undefined) return { ...host, sight: null, why: '', sources: [] }
  const { word: sight, why, silent, sources } = hostSight(found, bounds)
  const told = sources.map(({ source, path, word }) => ({ source, path, word: silent ? 'unknown' : word }))
  return { ...host, sight: silent ? 'unknown' : sight, why, sources: told }
}

function timeOf(seconds: number | null): string {
  return seconds === null ? '' : isoTime(seconds)
}
