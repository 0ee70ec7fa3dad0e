import type { IncidentStateWord } from '../../contract/incident-contract.ts'
import { naming } from './naming.ts'
import { counting, numeral, opening } from './numbers.ts'

/** The texts of the first page. */
export const NOW_WORDS = {
  title: 'Now',
  headline: {
    takeovers: (count: number) => `${opening(count, 'takeover needs', 'takeovers need')} attention now.`,
    urgent: (count: number) => `${opening(count, 'incident needs', 'incidents need')} attention now.`,
    alsoUrgent: (count: number) => `${opening(count, 'more incident is', 'more incidents are')} urgent.`,
    calm: (open: number) => `Nothing is urgent. ${opening(open, 'incident is', 'incidents are')} open.`,
    quiet: (hosts: number) =>
      hosts === 1 ? 'All is quiet on the host.' : `All is quiet on all ${numeral(hosts)} hosts.`,
    quietWhere: (seen: number, all: number) =>
      `All is quiet on the ${numeral(seen)} of ${numeral(all)} hosts that are fully visible.`,
    quietNowhere: 'No incident is open, but no host is fully visible.',
    quietUnknown: 'No incident is open.',
    failed: 'Which incidents are open, the hub cannot say now.',
    sightFailed: 'What is not visible, the hub cannot say now.',
    unseen: (count: number) => `${opening(count, 'host is', 'hosts are')} not fully visible.`,
    unseenNamed: (names: readonly string[], all: number) =>
      `What happens on ${naming(names, all)}, we cannot fully know.`,
  },
  open: (count: number) => `${numeral(count)} open`,
  unowned: (count: number) => `${numeral(count)} of them without an owner`,
  contained: (count: number) => `${numeral(count)} contained`,
  ended: (count: number) => `${numeral(count)} closed ${count === 1 ? 'itself' : 'themselves'} since midnight`,
  first: 'Do first',
  firstNote: 'worst and oldest on top',
  later: 'Then',

  fresh: (count: number) => `${numeral(count)} new`,
  showThem: 'show them',
  wait: 'What is new waits to be shown.',
  freshTitle: 'Incidents that are new or became worse',
  more: (count: number) => counting(count, 'more incident', 'more incidents'),
  incident: (id: number, sentence: string) => `#${id}: ${sentence}`,
  noFirst: 'Nothing is critical or high.',
  looked: (hosts: number) => `We looked: ${counting(hosts, 'host is', 'hosts are')} fully visible.`,
  notLooked: (names: readonly string[], all: number) => `${naming(names, all)} cannot fully tell.`,
  since: 'since',
  lastStep: 'last step',
  ago: 'ago',
  hosts: (count: number) => counting(count, 'host', 'hosts'),
  states: { open: 'open', contained: 'contained', resolved: 'resolved', dismissed: 'dismissed' } satisfies Record<
    IncidentStateWord,
    string
  >,
  nobody: 'nobody yet',
  viewer: 'As a viewer you see incidents; an analyst can claim and snooze them.',
  keys: { claim: 'claim', snooze: 'snooze', open: 'open' },
  badges: {
    now: (count: number) => `${numeral(count)} urgent without an owner`,
    incidents: (count: number) => `${numeral(count)} open`,
    hosts: (count: number) => `${numeral(count)} not fully visible`,
    failed: 'not known: the hub cannot say',
    failedSign: '?',
  },
  unseen: {
    title: 'What we are not seeing',
    of: (unseen: number, all: number) => `${numeral(unseen)} of ${counting(all, 'host', 'hosts')}`,
    all: 'All hosts',
    words: { blind: 'Blind', silent: 'Silent', late: 'Late', gap: 'Gap', unknown: 'Unknown' },
    silent: (age: string) => `has said nothing for ${age}.`,
    late: 'reports late.',
    unknown: 'may not tell all that happens there.',
    blindAll: 'cannot see what happens there.',
    blind: (what: string) => `cannot see ${what}.`,
    gap: (what: string) => `lost lines of ${what}.`,
    andMore: (first: string, rest: number) => `${first} and ${counting(rest, 'more log', 'more logs')}`,
    since: 'For',
    what: 'What to do',
    more: (count: number) => counting(count, 'more host', 'more hosts'),
    none: 'Every host is fully visible.',
    noneHint: (sources: number) => `${counting(sources, 'log is', 'logs are')} read.`,
    noHosts: 'No host has enrolled.',
  },
  day: {
    title: 'Last 24 hours',
    note: 'by the hour, all hosts',
    charts: {
      failed: 'Failed logins',
      places: 'Logins from new networks',
      changes: 'Forwards and filters',
      mails: 'Mails sent',
      bursts: 'Bursts of mail',
    },
    usually: (count: number) => `usually ${numeral(count)}`,
    unknown: 'usual not known yet',
    none: (days: number | undefined) =>
      days === undefined ? 'none told yet' : `none told in ${counting(days, 'day', 'days')}`,
    now: 'now',
    usual: 'usual for the hour',
    more: 'more than usual',
    silent: (names: readonly string[], all: number) =>
      `${naming(names, all)} ${all === 1 ? 'was' : 'were'} silent: may be more`,
    bar: (from: string, until: string, count: number) => `${from} to ${until}: ${numeral(count)}`,
    barUsual: (low: number, high: number) => `usually ${numeral(low)} to ${numeral(high)}`,
    says: (title: string, total: number, usual: string, odd: number) =>
      `${title}: ${numeral(total)} in 24 hours, ${usual}; more than usual in ${counting(odd, 'hour', 'hours')}.`,
  },
}
