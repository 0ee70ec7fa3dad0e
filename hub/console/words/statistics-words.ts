import type { Difference } from '../pages/statistics/totals-sums.ts'
import { naming } from './naming.ts'
import { counting, few, lasting, numeral, opening } from './numbers.ts'
import { inBytes, inPercent } from './sizes.ts'

/** What a time is called in a sentence, and as much time before it. */
export interface RangeWords {
  readonly within: string
  readonly before: string
}

const traffic = {
  title: (requests: number, scope: string, range: string) =>
    `${counting(requests, 'request', 'requests')}${scope} ${range}.`,
  none: (scope: string, range: string) => `No request${scope} ${range}.`,
  sent: (bytes: number) => `${inBytes(bytes)} were sent.`,
  failed: (part: number, whole: number) =>
    part === 0 ? 'No answer had status 5xx.' : `${inPercent(part, whole)} of the answers had status 5xx.`,
  before: (range: string, requests: number, errors: number) =>
    `${range}: ${counting(requests, 'request', 'requests')}, ${inPercent(errors, requests)} with status 5xx.`,
}

const mail = {
  title: (key: string, messages: number, recipients: number, range: string) =>
    `${key} sent ${counting(messages, 'message', 'messages')} to ${counting(recipients, 'recipient', 'recipients')} ${range}.`,
  most: (key: string, messages: number, recipients: number, range: string) =>
    `Most mail is from ${key}: ${counting(messages, 'message', 'messages')} to ${counting(recipients, 'recipient', 'recipients')} ${range}.`,
  none: (range: string) => `No mail was sent ${range}.`,
  usually: (recipients: number) => `Usually ${counting(recipients, 'recipient', 'recipients')}.`,
  unusual: 'What is usual for it is not known yet.',
  all: (messages: number, recipients: number) =>
    `Together ${counting(messages, 'message', 'messages')} to ${counting(recipients, 'recipient', 'recipients')};`,
  became: (delivered: number, failures: number) =>
    `${numeral(delivered)} delivered, ${failures === 0 ? 'none' : numeral(failures)} failed.`,
  before: (range: string, recipients: number) => `${range}: ${counting(recipients, 'recipient', 'recipients')}.`,
  whoSent: 'Who sent, mailbox by mailbox, the host itself can say. There, as root:',
  ofAccounts: 'by account',
  ofSenders: 'by mailbox',
  of: 'Who sent',
}

const bandwidth = {
  title: (bytes: number, scope: string, range: string) => `${inBytes(bytes)} went in and out${scope} ${range}.`,
  none: (scope: string, range: string) => `Nothing went in or out${scope} ${range}.`,
  most: (key: string, bytes: number) => `${key} has the most, ${inBytes(bytes)}.`,
  before: (range: string, bytes: number) => `${range}: ${inBytes(bytes)}.`,
  largest: 'Which files it was',
  largestHint:
    'The hub knows no file names. On the host, as root, this lists the largest files of the domain in the access log:',
}

/** The texts of the pages of statistics. */
export const STATISTICS_WORDS = {
  title: 'Statistics',
  traffic,
  mail,
  bandwidth,
  ranges: {
    '1h': { within: 'in the last hour', before: 'In the hour before' },
    '24h': { within: 'in the last 24 hours', before: 'In the 24 hours before' },
    '7d': { within: 'in the last 7 days', before: 'In the 7 days before' },
    '30d': { within: 'in the last 30 days', before: 'In the 30 days before' },
    all: { within: 'in all the time that is kept', before: 'Before' },
  } satisfies Record<string, RangeWords>,
  custom: (from: string, until: string): RangeWords => ({
    within: `from ${from} to ${until}`,
    before: 'In as much time before',
  }),
  on: (host: string) => ` on ${host}`,
  onLabel: (label: string) => ` on hosts labelled ${label}`,
  to: (key: string) => ` to ${key}`,
  ofKey: (key: string) => ` of ${key}`,
  differs: (by: Difference) =>
    by.is === 'less'
      ? `${Math.round(by.percent)} % less`
      : by.by < 1.95
        ? `${Math.round((by.by - 1) * 100)} % more`
        : by.by < 2.05
          ? 'twice as much'
          : by.by < 100
            ? `${String(Number(by.by.toFixed(by.by < 10 ? 1 : 0)))} times as much`
            : 'more than 100 times as much',
  incomparable: (range: string, told: number) =>
    told === 0 ? `${range} nobody told anything.` : `${range} only ${lasting(told)} were told: not compared.`,
  fewerHosts: (then: number, now: number) =>
    `${counting(then, 'host', 'hosts')} told then, ${numeral(now)} ${now === 1 ? 'does' : 'do'} now.`,
  measure: 'Bars',
  measures: {
    requests: 'requests',
    bytes: 'bytes',
    recipients: 'recipients',
    messages: 'messages',
    total: 'bytes',
  },
  chart: {
    titles: {
      requests: 'Requests',
      bytes: 'Bytes sent',
      recipients: 'Recipients',
      messages: 'Messages',
      total: 'Bytes in and out',
      errors: 'Answers with status 5xx',
      failures: 'Recipients that failed',
    },
    note: (width: number) => `${lasting(width)} a bar`,
    /** The order of the stack. */
    services: ['HTTP', 'IMAP and POP3', 'FTP', 'SMTP'],
    partly: 'missing where it was not among those with the most',
    untold: 'nobody told',
    untoldTitle: 'nobody told',
    says: (title: string, peak: string, width: number, untold: number) =>
      `${title}: ${lasting(width)} a bar, at most ${peak} in one.${untold === 0 ? '' : ` For ${lasting(untold)} nobody told anything.`} The same is in the list below.`,
    list: 'As a list',
    listed: (title: string) => `${title}, newest first`,
    from: 'From',
    choose: 'Click a bar, or drag over several, to see only those.',
  },
  alerts: {
    fleet: 'all hosts',
    span: (of: string, from: string, until: string) => `alert of ${of}, ${from} to ${until}`,
    more: (count: number) => counting(count, 'more alert', 'more alerts'),
    all: 'all of them in the events',
    failed: 'Alerts are not drawn: the hub cannot say now whether there were any.',
  },
  tables: {
    keys: { traffic: 'Virtual hosts', mail: 'Accounts', senders: 'Mailboxes', bandwidth: 'Accounts' },
    key: { traffic: 'Virtual host', mail: 'Account', senders: 'Mailbox', bandwidth: 'Account' },
    hosts: 'Hosts',
    host: 'Host',
    label: 'Label',
    sorted: (count: number, measure: string) => `${numeral(count)}, the most ${measure} on top`,
    before: 'before',
    beforeTitle: (range: string) => `The same ${range.charAt(0).toLowerCase()}${range.slice(1)}`,
    notAmong: 'Not among those with the most before.',
    more: (count: number) => `Show ${numeral(count)} more`,
    other: 'all others together',
    whole: 'not named',
    filter: (what: string) => `Only ${what}`,
    requests: 'Requests',
    sent: 'Sent',
    errors4: '4xx',
    errors5: '5xx',
    messages: 'Messages',
    recipients: 'Recipients',
    size: 'Size',
    shareHint: 'Of the requests',
    delivered: 'Delivered',
    deliveredHint: 'Recipients that got the message',
    deferredHint: 'Messages of which a delivery was put off at least once',
    failedHint: 'Messages of which a recipient failed for good',
    deferred: 'Deferred',
    failed: 'Failed',
    total: 'Total',
    in: (service: string) => `${service} in`,
    out: (service: string) => `${service} out`,
  },
  filters: { host: 'Host', label: 'Label', anyLabel: 'All labels' },
  hostPage: 'The host',
  untold: {
    some: (names: readonly string[], count: number) =>
      `${names.length === 0 ? opening(count, 'host tells', 'hosts tell') : `${naming(names, count)} ${count === 1 ? 'tells' : 'tell'}`} nothing of this: it may be more.`,
    how: 'How a host tells it',
    titles: {
      traffic: 'No host tells how many requests it gets.',
      mail: 'No host tells how much mail is sent.',
      senders: 'No host tells which mailboxes send.',
      bandwidth: 'No host tells how many bytes its accounts move.',
    },
    one: {
      traffic: (host: string) => `${host} does not tell how many requests it gets.`,
      mail: (host: string) => `${host} does not tell how much mail is sent.`,
      senders: (host: string) => `${host} does not tell which mailboxes send.`,
      bandwidth: (host: string) => `${host} does not tell how many bytes its accounts move.`,
    },
    nobodyKnows: 'Nobody knows how much it was.',
    notNone: (hosts: number) =>
      hosts === 0
        ? 'No host that may report fits these filters.'
        : `${opening(hosts, 'host reports', 'hosts report')}, but ${hosts === 1 ? 'it tells' : 'they tell'} no such numbers for this time. So this is “not known”, not “none”.`,
    begin: 'On each host that is to tell it, as root, write into the configuration of the agent:',
    file: '/etc/spoor/conf.d/30-statistics.yml',
    lines: {
      traffic: `traffic:
  logs:
    - path: cpanel`,
      mail: `mail:
  statistics:
    send: [accounts, bandwidth]`,
      senders: `mail:
  statistics:
    send: [accounts, senders, bandwidth]`,
      bandwidth: `mail:
  statistics:
    send: [accounts, bandwidth]`,
    },
    command: 'spoor-agent check && systemctl reload spoor-agent',
  },
  none: {
    title: (what: string) => `Nothing was counted ${what}.`,
    looked: (hosts: number) =>
      `We looked: ${few(hosts)} ${hosts === 1 ? 'host told its' : 'hosts told their'} numbers.`,
    notAmong:
      'No host told anything under this name. Hosts tell only those with the most; the rest is among all others together.',
  },
  counted: 'counted at',
  keys: { measure: 'other bars', again: 'count again', traffic: 'traffic', mail: 'mail', bandwidth: 'bandwidth' },
  export: { csv: 'CSV, for a spreadsheet', json: 'JSON, as the API answers', note: 'The numbers of this page.' },
}
