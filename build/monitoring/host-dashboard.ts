import { lines, number, table } from './charts.ts'
import type { Dashboard, Section } from './dashboard.ts'

const HOST = 'instance="$instance"'
const LOG = `${HOST},source=~"$source"`

const NOW: Section = {
  title: 'Now',
  charts: [
    number(
      { title: 'Services', help: 'Services whose numbers are younger than five minutes.' },
      'short',
      `count(time() - node_textfile_mtime_seconds{${HOST},file=~"(.*/)?spoor_agent_[a-z]+[.]prom"} < 300) or vector(0)`,
    ),
    number(
      { title: 'Reading stopped', help: '1 while the spool or its disk is full.' },
      'short',
      `spoor_agent_spool_held{${HOST}}`,
      1,
    ),
    number(
      { title: 'Configuration refused', help: '1 while a changed configuration is wrong.' },
      'short',
      `max(spoor_agent_config_refused{${HOST}})`,
      1,
    ),
    number(
      { title: 'Bytes unread', help: 'Of all logs at their paths.' },
      'bytes',
      `sum(spoor_agent_log_unread_bytes{${LOG}})`,
      67_108_864,
    ),
    number(
      { title: 'Reports waiting', help: 'For all receivers.' },
      'short',
      `sum(spoor_agent_spool_waiting_reports{${HOST}})`,
      100,
    ),
    number(
      { title: 'Spool used', help: 'Waiting bytes of the worst receiver, as a share of spool.max_size.' },
      'percentunit',
      `max(spoor_agent_spool_waiting_bytes{${HOST}}) / max(spoor_agent_spool_max_size_bytes{${HOST}})`,
      0.8,
    ),
  ],
}

const LOGS: Section = {
  title: 'Logs',
  charts: [
    lines({ title: 'Lines', help: 'Lines read of each log.' }, 'cps', [
      `rate(spoor_agent_log_lines_total{${LOG}}[$__rate_interval])`,
      '{{source}} {{path}}',
    ]),
    lines({ title: 'Bytes', help: 'Bytes read of each log.' }, 'binBps', [
      `rate(spoor_agent_log_read_bytes_total{${LOG}}[$__rate_interval])`,
      '{{source}} {{path}}',
    ]),
    lines(
      { title: 'Not understood', help: 'Share of the lines looked at closely: near 1 the format has changed.' },
      'percentunit',
      [
        `rate(spoor_agent_log_lines_unrecognised_total{${LOG}}[1h]) / (rate(spoor_agent_log_lines_of_interest_total{${LOG}}[1h]) > 0)`,
        '{{source}} {{path}}',
      ],
    ),
    lines({ title: 'Unread', help: 'What is not read yet of the file at the path of each log.' }, 'bytes', [
      `spoor_agent_log_unread_bytes{${LOG}}`,
      '{{source}} {{path}}',
    ]),
    lines({ title: 'Events of logs', help: 'Events that were sealed, by log.' }, 'cps', [
      `rate(spoor_agent_log_events_total{${LOG}}[$__rate_interval])`,
      '{{source}} {{path}}',
    ]),
    lines({ title: 'Events left out', help: 'By each rule of ignore.' }, 'cps', [
      `rate(spoor_agent_events_ignored_total{${HOST}}[$__rate_interval])`,
      '{{rule}}',
    ]),
    table(
      { title: 'Last event', help: 'How long ago the last event of each log happened.' },
      's',
      `time() - spoor_agent_log_last_event_timestamp_seconds{${LOG}}`,
    ),
    table(
      { title: 'Unavailable', help: 'Logs that are missing or cannot be read.' },
      'short',
      `spoor_agent_log_unavailable{${LOG}} == 1`,
    ),
  ],
}

const DELIVERY: Section = {
  title: 'Delivery',
  charts: [
    lines({ title: 'Queues', help: 'Reports that wait for each receiver.' }, 'short', [
      `spoor_agent_spool_waiting_reports{${HOST}}`,
      '{{receiver}}',
    ]),
    lines(
      { title: 'Age of the oldest report', help: 'And how long ago a report was delivered.' },
      's',
      [`time() - spoor_agent_spool_oldest_report_timestamp_seconds{${HOST}}`, '{{receiver}} oldest'],
      [`time() - spoor_agent_delivery_last_success_timestamp_seconds{${HOST}}`, '{{receiver}} last success'],
      [`time() - spoor_agent_delivery_last_failure_timestamp_seconds{${HOST}}`, '{{receiver}} last failure'],
    ),
    lines(
      { title: 'Tries', help: 'Tries, and what became of reports.' },
      'cps',
      [`rate(spoor_agent_delivery_tries_total{${HOST}}[$__rate_interval])`, '{{receiver}} tries'],
      [`rate(spoor_agent_reports_accepted_total{${HOST}}[$__rate_interval])`, '{{receiver}} accepted'],
      [`rate(spoor_agent_reports_rejected_total{${HOST}}[$__rate_interval])`, '{{receiver}} refused'],
    ),
    lines(
      { title: 'Duration of requests', help: 'Median, and what 99 of 100 do not exceed.' },
      's',
      [
        `histogram_quantile(0.5, sum by (le, receiver) (rate(spoor_agent_delivery_duration_seconds_bucket{${HOST}}[$__rate_interval])))`,
        '{{receiver}} median',
      ],
      [
        `histogram_quantile(0.99, sum by (le, receiver) (rate(spoor_agent_delivery_duration_seconds_bucket{${HOST}}[$__rate_interval])))`,
        '{{receiver}} 99 %',
      ],
    ),
    lines({ title: 'Events held by alerts', help: 'Events that each alert holds for its next message.' }, 'short', [
      `spoor_agent_alert_held_events{${HOST}}`,
      '{{receiver}}',
    ]),
    lines({ title: 'Reports removed', help: 'As old or too many, by what had become of them.' }, 'cps', [
      `rate(spoor_agent_reports_removed_total{${HOST}}[$__rate_interval])`,
      '{{state}}',
    ]),
    table(
      { title: 'Next try', help: 'In how many seconds a report that failed is tried again.' },
      's',
      `spoor_agent_delivery_next_try_timestamp_seconds{${HOST}} - time()`,
    ),
    table(
      { title: 'Problems', help: 'What keeps reports from a receiver.' },
      'short',
      `spoor_agent_delivery_problem{${HOST}}`,
    ),
  ],
}

const CHECKS: Section = {
  title: 'Checks',
  charts: [
    table(
      { title: 'Down', help: 'Checks whose service does not work.' },
      'short',
      `spoor_agent_check_up{${HOST}} == 0`,
    ),
    table(
      { title: 'Certificates', help: 'How long each certificate is valid.' },
      's',
      `spoor_agent_check_certificate_not_after_timestamp_seconds{${HOST}} - time()`,
    ),
    lines({ title: 'Duration of checks', help: 'How long the last run of each check took.' }, 's', [
      `spoor_agent_check_duration_seconds{${HOST}}`,
      '{{check}}',
    ]),
    lines({ title: 'Restarts', help: 'Restarts of services within the last hour.' }, 'short', [
      `spoor_agent_check_recent_restarts{${HOST}}`,
      '{{check}}',
    ]),
  ],
}

const SITES: Section = {
  title: 'Web sites',
  charts: [
    lines({ title: 'Requests', help: 'By class of status; only with a section traffic.' }, 'cps', [
      `sum by (class) (rate(spoor_agent_http_requests_total{${HOST}}[$__rate_interval]))`,
      '{{class}}',
    ]),
    lines({ title: 'Busiest sites', help: 'Requests of the ten virtual hosts with the most.' }, 'cps', [
      `topk(10, sum by (vhost) (rate(spoor_agent_http_requests_total{${HOST}}[$__rate_interval])))`,
      '{{vhost}}',
    ]),
  ],
}

const PROCESSES: Section = {
  title: 'Processes',
  charts: [
    lines({ title: 'Memory', help: 'Without the executable.' }, 'bytes', [
      `spoor_agent_memory_anonymous_bytes{${HOST}}`,
      '{{role}}',
    ]),
    lines({ title: 'Processor', help: 'Share of one core.' }, 'percentunit', [
      `rate(spoor_agent_cpu_seconds_total{${HOST}}[$__rate_interval])`,
      '{{role}}',
    ]),
    lines(
      { title: 'Notices', help: 'What the agent says about itself, by code; docs/notices.md says what to do.' },
      'cps',
      [`rate(spoor_agent_notices_total{${HOST}}[$__rate_interval])`, '{{role}} {{code}}'],
    ),
    table(
      { title: 'Running since', help: 'How long ago the work began, at a start or a reload.' },
      's',
      `time() - spoor_agent_start_timestamp_seconds{${HOST}}`,
    ),
  ],
}

/** One server: its logs, delivery, checks and processes. */
export const HOST_DASHBOARD = {
  uid: 'spoor-host',
  title: 'Spoor: one agent',
  about: 'One server with spoor-agent: its logs, delivery, checks and processes.',
  choices: [
    { label: 'instance', metric: 'spoor_agent_build_info', many: false },
    { label: 'source', metric: 'spoor_agent_log_lines_total', among: HOST, many: true },
  ],
  sections: [NOW, LOGS, DELIVERY, CHECKS, SITES, PROCESSES],
} as const satisfies Dashboard
