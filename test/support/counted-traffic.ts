import type { TrafficConfig } from '../../agent/config/traffic/traffic-config.ts'
import type { CountedNews } from '../../agent/counters/counter.ts'
import { TrafficCounter } from '../../agent/counters/traffic/traffic-counter.ts'
import { saidBy } from '../../lib/event/event.ts'
import { commonStamp } from './traffic-log.ts'

/** 2026-11-20T12:00:00Z, in seconds: the beginning of a minute. */
export const NOON = 1_795_176_000

/** The folder of logs, each of one web site. */
const SITES = '/etc/apache2/logs/domlogs'

/** No alerts, intervals of ten seconds, logs of web sites and one of many. */
export const QUIET: TrafficConfig = {
  logs: [
    { path: `${SITES}/*`, option: 'traffic.logs.0.path', format: undefined, vhost: undefined },
    { path: '/var/log/all.log', option: 'traffic.logs.1.path', format: 'vhost_combined', vhost: undefined },
  ],
  interval: 10,
  outOfOrder: 10,
  vhosts: 100,
  rules: [],
  logins: undefined,
}

/** A request, as a line of `combined`. */
export function requestLine({
  time = NOON,
  status = 200,
  size = 100,
  request = 'GET / HTTP/1.1',
  ip = '192.0.2.1',
}: {
  readonly time?: number
  readonly status?: number
  readonly size?: number
  readonly request?: string
  readonly ip?: string
}): string {
  return `${ip} - - [${commonStamp(time)}] "${request}" ${status} ${size} "-" "-"\n`
}

/** A counter, what it says, and the logs that it reads. */
export class CountingScene {
  readonly counter: TrafficCounter
  readonly #sites: readonly string[]
  readonly news: CountedNews[] = []

  constructor(config: TrafficConfig, sites: readonly string[], saved?: unknown) {
    this.counter = new TrafficCounter(config, saved)
    this.#sites = sites
  }

  /** Counts lines of a web site. */
  take(site: string, lines: string, now: number): void {
    this.counter.take(logOf(site), Buffer.from(lines, 'latin1'), now)
  }

  /** All logs are at their ends, and it is asked for news. */
  tick(now: number): CountedNews {
    for (const site of this.#sites) this.counter.ended(logOf(site), now)
    const news = this.counter.news(now)
    this.news.push(news)
    return news
  }

  /** Looks each ten seconds, up to a time. */
  tickUntil(from: number, until: number): void {
    for (let now = from; now <= until; now += 10) this.tick(now)
  }

  /** The fields of the events that were told, without those that are null. */
  get events(): readonly object[] {
    return this.news.flatMap(({ events }) => events.map(({ event }) => saidBy(event)))
  }

  /** The names of the events. */
  get names(): readonly string[] {
    return this.news.flatMap(({ events }) => events.map(({ name }) => name))
  }

  /** The totals that were told. */
  get totals(): CountedNews['totals'] {
    return this.news.flatMap(({ totals }) => totals)
  }
}

/** The log of a web site. */
export function logOf(site: string): { readonly source: string; readonly path: string } {
  return { source: 'traffic', path: site.startsWith('/') ? site : `${SITES}/${site}` }
}
