import { lines, number, table } from './charts.ts'
import type { Dashboard } from './dashboard.ts'

const HOSTS = 'instance=~"$instance"'

/** All servers with an agent, and which of them need somebody. */
export const FLEET_DASHBOARD = {
  uid: 'spoor-fleet',
  title: 'Spoor: all agents',
  about: 'Every server with spoor-agent: which need somebody, what they report, and what waits.',
  choices: [{ label: 'instance', metric: 'spoor_agent_build_info', many: true }],
  sections: [
    {
      title: 'Who needs somebody',
      charts: [
        number(
          { title: 'Servers', help: 'Servers whose agent writes its numbers.' },
          'short',
          `count(group by (instance) (spoor_agent_build_info{${HOSTS}}))`,
        ),
        number(
          { title: 'Silent', help: 'Files of metrics that are not written any more: a service is dead or hangs.' },
          'short',
          `count(time() - node_textfile_mtime_seconds{${HOSTS},file=~"(.*/)?spoor_agent_[a-z]+[.]prom"} > 300) or vector(0)`,
          1,
        ),
        number(
          { title: 'Not delivering', help: 'Servers that cannot deliver to one of their receivers.' },
          'short',
          `count(group by (instance) (spoor_agent_delivery_failing{${HOSTS}} == 1)) or vector(0)`,
          1,
        ),
        number(
          { title: 'Reading stopped', help: 'Servers whose spool or disk is full: their logs are the buffer.' },
          'short',
          `count(spoor_agent_spool_held{${HOSTS}} == 1) or vector(0)`,
          1,
        ),
        number(
          { title: 'Logs unavailable', help: 'Logs that are missing or cannot be read.' },
          'short',
          `sum(spoor_agent_log_unavailable{${HOSTS}}) or vector(0)`,
          1,
        ),
        number(
          { title: 'Checks down', help: 'Checks whose service does not do its work.' },
          'short',
          `count(spoor_agent_check_up{${HOSTS}} == 0) or vector(0)`,
          1,
        ),
        table(
          { title: 'What keeps reports back', help: 'The problem of each receiver; configuration needs a person.' },
          'short',
          `spoor_agent_delivery_problem{${HOSTS}}`,
        ),
        table(
          { title: 'Reports that wait', help: 'The servers with the longest queues.' },
          'short',
          `topk(20, spoor_agent_spool_waiting_reports{${HOSTS}} > 0)`,
        ),
        table(
          { title: 'Logs unavailable', help: 'Missing or not readable.' },
          'short',
          `spoor_agent_log_unavailable{${HOSTS}} == 1`,
        ),
        table(
          { title: 'Checks down', help: 'With the type of each check.' },
          'short',
          `spoor_agent_check_up{${HOSTS}} == 0`,
        ),
      ],
    },
    {
      title: 'What happens',
      charts: [
        lines({ title: 'Events', help: 'Events that were sealed, by kind.' }, 'cps', [
          `sum by (kind) (rate(spoor_agent_events_total{${HOSTS}}[$__rate_interval]))`,
          '{{kind}}',
        ]),
        lines({ title: 'Lines read', help: 'Lines of all logs, by driver.' }, 'cps', [
          `sum by (source) (rate(spoor_agent_log_lines_total{${HOSTS}}[$__rate_interval]))`,
          '{{source}}',
        ]),
        lines(
          { title: 'Reports', help: 'Accepted and refused for good, by receiver.' },
          'cps',
          [
            `sum by (receiver) (rate(spoor_agent_reports_accepted_total{${HOSTS}}[$__rate_interval]))`,
            '{{receiver}} accepted',
          ],
          [
            `sum by (receiver) (rate(spoor_agent_reports_rejected_total{${HOSTS}}[$__rate_interval]))`,
            '{{receiver}} refused',
          ],
        ),
        lines(
          { title: 'Age of the oldest report', help: 'How long the oldest report waits, of the worst servers.' },
          's',
          [
            `topk(10, time() - spoor_agent_spool_oldest_report_timestamp_seconds{${HOSTS}})`,
            '{{instance}} {{receiver}}',
          ],
        ),
      ],
    },
    {
      title: 'Versions and resources',
      charts: [
        lines({ title: 'Versions', help: 'Processes by version: how far an upgrade has come.' }, 'short', [
          `count by (version) (spoor_agent_build_info{${HOSTS}})`,
          '{{version}}',
        ]),
        lines({ title: 'Memory', help: 'Of the largest processes, without the executable.' }, 'bytes', [
          `topk(10, spoor_agent_memory_anonymous_bytes{${HOSTS}})`,
          '{{instance}} {{role}}',
        ]),
        lines({ title: 'Processor', help: 'Share of one core, of the busiest processes.' }, 'percentunit', [
          `topk(10, rate(spoor_agent_cpu_seconds_total{${HOSTS}}[$__rate_interval]))`,
          '{{instance}} {{role}}',
        ]),
        lines({ title: 'Notices', help: 'What the agents say about themselves, by code.' }, 'cps', [
          `topk(10, sum by (code) (rate(spoor_agent_notices_total{${HOSTS}}[$__rate_interval])))`,
          '{{code}}',
        ]),
      ],
    },
  ],
} as const satisfies Dashboard
