import type { SightCounts, SightWord } from '../contract/coverage-contract.ts'
import { coveredAgents } from '../store/ask/covered-agents.ts'
import type { Store } from '../store/store.ts'
import { hostSight, type HostSight, type SightBounds } from './matrix.ts'

/** How many hosts are read at a time: their statuses can have 64 KiB each. */
const PAGE = 50

/** Every host, by name, and how well it is seen, or one by its number; others are answered between two pages. */
export async function* fleetSight(
  store: Pick<Store, 'ask'>,
  bounds: SightBounds,
  agent?: number,
): AsyncGenerator<HostSight, void, void> {
  for (let after = ''; ;) {
    const agents = await store.ask(coveredAgents, {
      now: bounds.now,
      after,
      limit: PAGE,
      ...(agent === undefined ? {} : { agent }),
    })
    for (const agent of agents) yield hostSight(agent, bounds)
    const last = agents.at(-1)
    if (last === undefined || agents.length < PAGE) return
    after = last.host
  }
}

/** Counts hosts, and their sources, by how well they are seen. */
export class SightSummary {
  readonly #hosts = noCounts()
  readonly #sources = noCounts()

  add({ word, sources }: HostSight): void {
    this.#hosts[word] += 1
    for (const source of sources) this.#sources[source.word] += 1
  }

  get counts(): { readonly hosts: SightCounts; readonly sources: SightCounts } {
    return { hosts: { ...this.#hosts }, sources: { ...this.#sources } }
  }
}

function noCounts(): Record<SightWord, number> {
  return { blind: 0, late: 0, gap: 0, unknown: 0, quiet: 0, seen: 0, never: 0 }
}
