import type { CheckStateWord } from '../../contract/check-contract.ts'
import { counting, few, numeral, opening } from './numbers.ts'

/** The texts of the page of services. */
export const SERVICES_WORDS = {
  title: 'Services',
  headline: {
    first: {
      down: (count: number, all: number) => `${ofAll(count, all)} ${count === 1 ? 'is' : 'are'} down`,
      flapping: (count: number, all: number) =>
        `${ofAll(count, all)} ${count === 1 ? 'goes' : 'go'} down and up all the time`,
      warning: (count: number, all: number) => `${ofAll(count, all)} ${count === 1 ? 'warns' : 'warn'}`,
      late: (count: number, all: number) => `${ofAll(count, all)} ${count === 1 ? 'is' : 'are'} late`,
    },
    also: {
      down: (count: number) => `${few(count)} ${count === 1 ? 'is' : 'are'} down`,
      flapping: (count: number) => `${few(count)} ${count === 1 ? 'is' : 'are'} flapping`,
      warning: (count: number) => `${few(count)} ${count === 1 ? 'warns' : 'warn'}`,
      late: (count: number) => `${few(count)} ${count === 1 ? 'is' : 'are'} late`,
    },
    unknown: (count: number, all: number, isAfter: boolean) => {
      if (isAfter) return `Nobody knows how ${few(count)} ${count === 1 ? 'other is' : 'others are'}.`
      if (count === all) return `Nobody knows how ${all === 1 ? 'the check is' : `the ${numeral(all)} checks are`}.`
      return `Nobody knows how ${few(count)} of ${numeral(all)} checks ${count === 1 ? 'is' : 'are'}.`
    },
    well: (up: number, all: number) => {
      if (up === 0) return 'No check runs now.'
      if (up < all)
        return `${up === 1 ? 'The one check that runs now is' : `All ${numeral(up)} checks that run now are`} well.`
      return all === 1 ? 'The check is well.' : `All ${numeral(all)} checks are well.`
    },
    ending: (count: number) => `${opening(count, 'certificate ends', 'certificates end')} within 14 days.`,
  },
  note: (checks: number, hosts: number) =>
    `${counting(checks, 'check', 'checks')} on ${counting(hosts, 'host', 'hosts')}, as their agents told last.`,
  legend: 'Which checks are shown',
  onlyState: (state: string) => `only “${state}”`,
  hints: {
    down: 'failed again and again',
    flapping: 'down and up all the time',
    warning: 'needs a look',
    late: 'answers too late',
    unknown: 'nobody can say',
    blocked: 'what it needs is down',
    maintenance: 'does not run now',
    up: 'as it should be',
    off: 'switched off there',
  } satisfies Record<CheckStateWord, string>,
  filter: 'Find a host or check',
  wall: 'How each check of each host is',
  host: 'Host',
  worst: 'State',
  others: (count: number) => `${numeral(count)} more`,
  othersTitle: (names: readonly string[]) => names.join(', '),
  bands: { look: 'Look at these', unknown: 'Nobody knows how these are', well: 'Well' },
  hosts: (count: number) => counting(count, 'host', 'hosts'),
  toggleWell: 'show or hide what is well',
  keys: { left: 'cell before', right: 'next cell', mute: 'mute the alerts' },
  silent: 'silent for',
  wasThen: (state: string) => `It was ${state} when its host was heard last.`,
  noneFits: 'No check fits.',
  noneFitsHint: (text: string, state: string) =>
    `No check ${[text === '' ? '' : `has “${text}” in its name, host or target`, state === '' ? '' : `is “${state}”`]
      .filter((part) => part !== '')
      .join(' and ')}.`,
  allUnknown: 'Nobody knows how any check is.',
  allUnknownHint:
    'Their hosts are silent, or their watchers do not run. What is shown is no older than what they told last.',
  whichHosts: 'Look at the hosts',
  nothing: {
    title: 'No host checks anything yet.',
    hint: 'An agent can keep an eye on services, on disks and on other hosts. Write checks into its configuration, for example:',
    file: '/etc/spoor/conf.d/20-checks.yml',
    lines: `checks:
  - { name: imap, type: tcp, service: imap }
  - { name: disks, type: disk }`,
    firstTime: 'The first time, all of the agent starts anew; later a reload is enough:',
    commands: 'spoor-agent check && systemctl restart spoor-agent.target',
    soon: 'A minute later the checks stand here. An agent before 0.2.0 knows none.',
  },
  list: {
    caption: (host: string) => `The checks of ${host}`,
    heads: {
      check: 'Check',
      state: 'State',
      for: 'For',
      found: 'What it found',
      took: 'Took',
      certificate: 'Certificate',
    },
    everything: 'Everything about this host',
    all: 'All hosts',
  },
  history: {
    title: 'What happened',
    note: 'last 7 days',
    all: 'In the events',
    none: 'Nothing changed in 7 days.',
    noneHint: 'No check went down or recovered, and no certificate came near its end.',
    noneOfCheck: 'It did not change in 7 days.',
  },
  certificates: {
    title: 'Certificates',
    none: 'No check has seen a certificate.',
    later: (count: number) => `${counting(count, 'certificate', 'certificates')} with more than 30 days left`,
    noneSoon: 'None ends within 30 days.',
    ends: 'ends',
    ended: 'ended',
    days: (days: number) => (days < 0 ? 'ended' : days === 0 ? 'today' : counting(days, 'day', 'days')),
  },
  restarts: {
    title: 'Restarts',
    none: 'Nothing was restarted in 7 days.',
    times: (count: number, isAll: boolean) => `${isAll ? '' : 'at least '}${counting(count, 'restart', 'restarts')}`,
    givenUp: 'given up',
    last: 'last',
  },
  panel: {
    label: 'The check',
    gone: 'There is no such check.',
    goneHint: 'It was taken out of the configuration, its host tells it no more, or its name is mistyped.',
    on: 'on',
    hasBeen: (state: string) => `has been ${state} for`,
    isUnknown: 'is unknown: its host is silent',
    found: 'What its last run found',
    host: 'Host',
    target: 'Checks',
    itsHost: 'its own host',
    since: 'Since',
    ran: 'Last run',
    notRun: 'It did not run yet.',
    took: 'Took',
    tookSays: (runs: number, least: string, middle: string, most: string) =>
      least === most
        ? `${middle} in its last ${counting(runs, 'run', 'runs')}`
        : `${middle} usually; ${least} to ${most} in its last ${numeral(runs)} runs`,
    certificate: 'Certificate',
    ago: 'ago',
    places: 'Seen from',
    downFrom: (down: number, all: number) =>
      down === 0 ? `Not down from any of ${few(all)} places.` : `Down from ${few(down)} of ${few(all)} places.`,
    onItself: 'on the host itself',
    fromOutside: 'from outside',
    alike: (check: string) => `${check} on other hosts`,
    alikeAll: (check: string) => `All of ${check}`,
    incidents: 'Open incident',
    history: 'What happened to it',
    run: 'Look closer',
    runOn: (host: string) => `on ${host}, as root: each step of one run`,
  },
  mute: {
    title: 'Alerts',
    told: 'The hub tells of it by its rules.',
    mute: 'Mute…',
    spans: { 3600: '1 hour', 14400: '4 hours', 86400: '1 day', 604800: '7 days' },
    go: 'Mute it',
    until: 'Muted until',
    by: (who: string) => `by ${who}`,
    end: 'End it now',
    muted: 'It is muted.',
    ended: 'Not muted any more.',
    onlyAnalysts: 'To mute it takes the role analyst.',
    hint: 'Only alerts rest: the check goes on, and its incident stays. The agent’s own alerts are not muted.',
  },
}

/** `Two of 84 checks`. */
function ofAll(count: number, all: number): string {
  return all === 1 ? 'The check' : opening(count, `of ${numeral(all)} checks`, `of ${numeral(all)} checks`)
}
