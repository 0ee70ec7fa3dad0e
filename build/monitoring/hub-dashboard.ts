import { lines, number } from './charts.ts'
import type { Dashboard } from './dashboard.ts'

const HUBS = 'instance=~"$instance"'

/** A hub, or several over one database. */
export const HUB_DASHBOARD = {
  uid: 'spoor-hub',
  title: 'Spoor: hub',
  about: 'What a hub takes, how fast its store is, how far judging and telling are; several hubs side by side.',
  choices: [{ label: 'instance', metric: 'spoor_hub_build_info', many: true }],
  sections: [
    {
      title: 'Now',
      charts: [
        number(
          { title: 'Events a second', help: 'New events that were kept.' },
          'cps',
          `sum(rate(spoor_hub_entries_total{${HUBS},result="kept"}[5m]))`,
        ),
        number(
          { title: 'Judging behind', help: 'How long the oldest report waits that is in no incident yet.' },
          's',
          `max(spoor_hub_judging_behind_seconds{${HUBS}})`,
          60,
        ),
        number(
          { title: 'Messages waiting', help: 'That were not sent yet.' },
          'short',
          `sum(spoor_hub_alerts_waiting{${HUBS}}) or vector(0)`,
          50,
        ),
        number(
          { title: 'Store unavailable', help: 'Requests answered 503 within the last hour.' },
          'short',
          `sum(increase(spoor_hub_store_unavailable_total{${HUBS}}[1h])) or vector(0)`,
          1,
        ),
        number(
          { title: 'Clock doubted', help: '1 while the clock is not believed.' },
          'short',
          `max(spoor_hub_clock_doubted{${HUBS}})`,
          1,
        ),
        number(
          { title: 'Running since', help: 'Of the hub that was started last.' },
          's',
          `time() - max(spoor_hub_start_timestamp_seconds{${HUBS}})`,
        ),
      ],
    },
    {
      title: 'What arrives',
      charts: [
        lines(
          { title: 'Entries', help: 'By what became of them; anything but kept and known is in quarantine or old.' },
          'cps',
          [`sum by (result) (rate(spoor_hub_entries_total{${HUBS}}[$__rate_interval]))`, '{{result}}'],
        ),
        lines({ title: 'Periods of totals', help: 'By what became of them.' }, 'cps', [
          `sum by (result) (rate(spoor_hub_totals_periods_total{${HUBS}}[$__rate_interval]))`,
          '{{result}}',
        ]),
        lines({ title: 'Answers', help: 'By status.' }, 'cps', [
          `sum by (status) (rate(spoor_hub_requests_total{${HUBS}}[$__rate_interval]))`,
          '{{status}}',
        ]),
        lines({ title: 'Busiest routes', help: 'Answers by path.' }, 'cps', [
          `topk(10, sum by (method, route) (rate(spoor_hub_requests_total{${HUBS}}[$__rate_interval])))`,
          '{{method}} {{route}}',
        ]),
      ],
    },
    {
      title: 'Store',
      charts: [
        lines(
          { title: 'Until durable', help: 'Median, and what 99 of 100 reports do not exceed.' },
          's',
          [
            `histogram_quantile(0.5, sum by (le) (rate(spoor_hub_commit_duration_seconds_bucket{${HUBS}}[$__rate_interval])))`,
            'median',
          ],
          [
            `histogram_quantile(0.99, sum by (le) (rate(spoor_hub_commit_duration_seconds_bucket{${HUBS}}[$__rate_interval])))`,
            '99 %',
          ],
        ),
        lines({ title: 'Unavailable', help: 'Requests answered 503, by reason.' }, 'cps', [
          `sum by (reason) (rate(spoor_hub_store_unavailable_total{${HUBS}}[$__rate_interval]))`,
          '{{reason}}',
        ]),
        lines({ title: 'Collisions', help: 'Transactions that were run again; PostgreSQL alone.' }, 'cps', [
          `rate(spoor_hub_store_collisions_total{${HUBS}}[$__rate_interval])`,
          '{{instance}}',
        ]),
        lines({ title: 'Judging behind', help: 'Up to 15 s are usual.' }, 's', [
          `spoor_hub_judging_behind_seconds{${HUBS}}`,
          '{{instance}}',
        ]),
      ],
    },
    {
      title: 'Telling and forwarding',
      charts: [
        lines({ title: 'Messages', help: 'Tries, by channel and what became of them.' }, 'cps', [
          `sum by (channel, result) (rate(spoor_hub_alert_tries_total{${HUBS}}[$__rate_interval]))`,
          '{{channel}} {{result}}',
        ]),
        lines({ title: 'Oldest message', help: 'How long it waits.' }, 's', [
          `max(spoor_hub_alerts_oldest_seconds{${HUBS}})`,
          'oldest',
        ]),
        lines({ title: 'Forwarded to syslog', help: 'Messages, by target.' }, 'cps', [
          `sum by (target) (rate(spoor_hub_forwarded_messages_total{${HUBS}}[$__rate_interval]))`,
          '{{target}}',
        ]),
        lines(
          { title: 'Connections to syslog', help: '1 where one of the hubs is connected, and how often that failed.' },
          'short',
          [`max by (target) (spoor_hub_forward_connected{${HUBS}})`, '{{target}} connected'],
          [`sum by (target) (increase(spoor_hub_forward_failures_total{${HUBS}}[1h]))`, '{{target}} failures an hour'],
        ),
      ],
    },
    {
      title: 'Process',
      charts: [
        lines(
          { title: 'Memory', help: 'Without the executable, and the bodies of requests in it.' },
          'bytes',
          [`spoor_hub_memory_anonymous_bytes{${HUBS}}`, '{{instance}}'],
          [`spoor_hub_waiting_bytes{${HUBS}}`, '{{instance}} bodies'],
        ),
        lines({ title: 'Processor', help: 'Share of one core.' }, 'percentunit', [
          `rate(spoor_hub_cpu_seconds_total{${HUBS}}[$__rate_interval])`,
          '{{instance}}',
        ]),
      ],
    },
  ],
} as const satisfies Dashboard
