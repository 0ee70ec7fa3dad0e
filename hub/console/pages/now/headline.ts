import type { CoverageAnswer } from '../../../contract/coverage-contract.ts'
import type { IncidentCountsAnswer, OpenCount } from '../../../contract/incident-counts-contract.ts'
import { NOW_WORDS } from '../../words/now-words.ts'

const { headline: words } = NOW_WORDS

/** What is not fully visible. */
export interface Unseen {
  readonly count: number
  readonly all: number
  /** Some of them by name, the worst first. */
  readonly names: readonly string[]
}

/** The headline: what asks for somebody, and what we cannot see. */
export interface Headline {
  readonly incidents: string
  readonly unseen: string
}

/** Whether an incident is to be done first. */
export function isUrgent({ severity }: Pick<OpenCount, 'severity'>): boolean {
  return severity === 'critical' || severity === 'high'
}

/** How many of these there are. */
export function total(counts: readonly OpenCount[], fits: (count: OpenCount) => boolean = () => true): number {
  return counts.filter(fits).reduce((sum, { count }) => sum + count, 0)
}

/** What of all hosts is not fully visible. */
export function unseenOf(coverage: CoverageAnswer): Unseen
/** Undefined as long as nobody knows. */
export function unseenOf(coverage: CoverageAnswer | undefined): Unseen | undefined
export function unseenOf(coverage: CoverageAnswer | undefined): Unseen | undefined {
  if (coverage === undefined) return undefined
  const { blind, late, gap, unknown, quiet, seen, never } = coverage.summary.hosts
  const count = blind + late + gap + unknown
  const names = worstFirst(coverage.hosts).map(({ host }) => host)
  return { count, all: count + quiet + seen + never, names }
}

const ORDER = ['blind', 'late', 'gap', 'unknown', 'quiet', 'seen', 'never']

/** Hosts that are not well, the worst first, and among equals what lasts longest. */
export function worstFirst(hosts: CoverageAnswer['hosts']): CoverageAnswer['hosts'] {
  const isWhole = ({ sources }: CoverageAnswer['hosts'][number]): number => (sources.length === 0 ? 0 : 1)
  return hosts.toSorted(
    (a, b) =>
      ORDER.indexOf(a.word) - ORDER.indexOf(b.word) ||
      isWhole(a) - isWhole(b) ||
      (a.since ?? Infinity) - (b.since ?? Infinity) ||
      a.host.localeCompare(b.host),
  )
}

/** One true sentence or two. That all is quiet is only said of hosts that are seen. */
export function nowHeadline({ open }: IncidentCountsAnswer, unseen: Unseen | undefined): Headline {
  const urgent = total(open, isUrgent)
  const takeovers = total(open, (count) => isUrgent(count) && count.kind === 'compromise')
  const blind = unseen === undefined || unseen.count === 0 ? '' : words.unseen(unseen.count)
  if (takeovers > 0)
    return {
      incidents: words.takeovers(takeovers) + (urgent > takeovers ? ` ${words.alsoUrgent(urgent - takeovers)}` : ''),
      unseen: blind,
    }
  if (urgent > 0) return { incidents: words.urgent(urgent), unseen: blind }
  if (open.length > 0) return { incidents: words.calm(total(open)), unseen: blind }
  return quiet(unseen)
}

function quiet(unseen: Unseen | undefined): Headline {
  if (unseen === undefined || unseen.all === 0) return { incidents: words.quietUnknown, unseen: '' }
  const { count, all, names } = unseen
  if (count === 0) return { incidents: words.quiet(all), unseen: '' }
  return {
    incidents: count === all ? words.quietNowhere : words.quietWhere(all - count, all),
    unseen: words.unseenNamed(names, count),
  }
}
