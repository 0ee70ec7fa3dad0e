import type { CheckStateWord } from '../../contract/check-contract.ts'
import { counting, lasting, numeral } from './numbers.ts'

/** The texts of checks, wherever they are shown. */
export const CHECK_WORDS = {
  states: {
    down: 'down',
    flapping: 'flapping',
    warning: 'warning',
    late: 'late',
    unknown: 'unknown',
    blocked: 'blocked',
    maintenance: 'maintenance',
    up: 'up',
    off: 'off',
  } satisfies Record<CheckStateWord, string>,
  titles: {
    down: 'Down',
    flapping: 'Flapping',
    warning: 'Warning',
    late: 'Late',
    unknown: 'Unknown',
    blocked: 'Blocked',
    maintenance: 'Maintenance',
    up: 'Up',
    off: 'Off',
  } satisfies Record<CheckStateWord, string>,
  heading: 'Services',
  all: 'All services',
  needLook: (count: number, all: number) =>
    `${numeral(count)} of ${counting(all, 'check', 'checks')} ${count === 1 ? 'needs' : 'need'} a look`,
  allUp: (count: number) => (count === 1 ? 'The check is up.' : `All ${numeral(count)} checks that run are up.`),
  allUpBut: (up: number, unknown: number) =>
    `${counting(up, 'check is', 'checks are')} up; how ${numeral(unknown)} ${unknown === 1 ? 'is' : 'are'}, nobody knows.`,
  more: (count: number) => counting(count, 'more check', 'more checks'),
  for: 'for',
  on: (host: string) => `on ${host}`,
  certificateOf: 'The certificate of',
  names: (names: readonly string[], rest: number) =>
    `${names.join(', ')}${rest > 0 ? ` and ${numeral(rest)} more` : ''}`,
  days: (days: number) => (days < 0 ? 'Ended' : days === 0 ? 'Today' : counting(days, 'day', 'days')),
  daysLeft: (days: number) =>
    days < 0
      ? `ended ${counting(-days, 'day', 'days')} ago`
      : days === 0
        ? 'ends within a day'
        : `ends in ${counting(days, 'day', 'days')}`,
  took: (milliseconds: number) =>
    milliseconds < 10_000 ? `${numeral(milliseconds)} ms` : lasting(milliseconds / 1000),
  badge: (count: number) => counting(count, 'check is down or flapping', 'checks are down or flapping'),
  ofHost: {
    heading: 'Checks',
    all: 'In Services',
    up: (count: number) => counting(count, 'check is up', 'checks are up'),
  },
  trafficTitle: 'Traffic',
  traffic: (requests: number, hosts: number) =>
    `${counting(requests, 'request', 'requests')} in 24 hours on ${counting(hosts, 'host', 'hosts')}.`,
  errors: (share: string) => `${share} of the answers had status 5xx.`,
  statistics: 'Statistics',
}
