import * as v from 'valibot'
import { issuePath } from '../../lib/settings/blame.ts'
import { retired, section } from '../../lib/settings/section.ts'
import { hostName, include, labels, oneOrList, path, size } from '../../lib/settings/value.ts'
import { alertList } from './alerts/alerts-schema.ts'
import { checkFaults } from './checks/check-faults.ts'
import { checkList, watch } from './checks/checks-schema.ts'
import { DEBUG_IN_WORDS, debugAreas } from './debug-schema.ts'
import { ignore } from './ignore-schema.ts'
import { followers, logs } from './logs/logs-schema.ts'
import { mailReportList, reportModules } from './mail-reports/mail-reports-schema.ts'
import { sectionFaults } from './mail-reports/section-faults.ts'
import { mailSettings } from './mail/mail-schema.ts'
import { metrics } from './metrics-schema.ts'
import { receivers, transmission } from './receivers/receiver-schema.ts'
import { repeated } from './repeated.ts'
import { rules } from './rules-schema.ts'
import { spoolSection } from './spool-schema.ts'
import { trafficSection } from './traffic/traffic-schema.ts'
import { DEFAULT_INCLUDE_FOLDER, DEFAULT_RUNTIME } from './usual-paths.ts'
import { context, eventNames, SETS_IN_WORDS, severity } from './wish-schema.ts'

// Every option is defined once, here or in the schema of its section: its type, default, sentence and example. The
// loader, the example file and the table in docs/configuration.md follow from it.

const host = section({
  name: v.pipe(
    v.optional(hostName),
    v.description("This host's name in reports; default: the machine's own name."),
    v.metadata({ example: 'web1.example.com' }),
  ),
  labels: v.pipe(
    v.optional(labels, {}),
    v.description('Further facts about this host in each report: up to 16 names of your choice, each with a text.'),
    v.metadata({ example: '{ site: vienna, role: shared }' }),
  ),
})

const entries = section({
  include: v.pipe(
    v.optional(include, `${DEFAULT_INCLUDE_FOLDER}/*.yml`),
    v.description(
      'Further files, each of which overrides those before: a path, relative to the folder of this file, or a list; a * in the last part stands for any characters; none reads no further file.',
    ),
    v.metadata({ example: '[conf.d/*.yml, /etc/hosting/spoor.yml]' }),
  ),
  followers,
  logs,
  transmission,
  receivers,
  alerts: alertList,
  mail_reports: mailReportList,
  report_modules: reportModules,
  spool: spoolSection,
  runtime: section({
    path: v.pipe(
      v.optional(path, DEFAULT_RUNTIME),
      v.description('The folder for state that need not survive a reboot.'),
    ),
  }),
  limits: section({
    read_rate: v.pipe(
      v.optional(v.pipe(size, v.minValue(65_536, 'is less than 64KiB'))),
      v.description('How much of all logs together is read per second at most; default: no limit.'),
      v.metadata({ example: '50MiB' }),
    ),
    memory: v.pipe(
      v.optional(v.pipe(size, v.minValue(32 * 1024 ** 2, 'is less than 32MiB'))),
      v.description(
        'How much memory each process may take, without its executable (RssAnon); a process that takes more stops cleanly, and systemd restarts it.',
      ),
      v.metadata({ example: '64MiB' }),
    ),
  }),
  mail: mailSettings,
  traffic: trafficSection,
  checks: checkList,
  watch,
  metrics,
  events: v.pipe(
    v.optional(eventNames, 'spoor'),
    v.description(
      `Which events a receiver without events of its own gets: ${SETS_IN_WORDS}, a kind of event, or a list of these.`,
    ),
    v.metadata({ example: '[takeover, login_failed]', shown: 'takeover' }),
  ),
  min_severity: v.pipe(
    v.optional(severity),
    v.description(
      'How much these events must matter at least: info, low, medium, high or critical; without this all are reported.',
    ),
    v.metadata({ example: 'low' }),
  ),
  contexts: v.pipe(
    v.optional(oneOrList(context)),
    v.description('Whom these events must concern: mailbox, domain, system, or a list of these; without this anybody.'),
    v.metadata({ example: '[mailbox, domain]' }),
  ),
  ignore,
  rules,
  debug: v.pipe(
    v.optional(debugAreas, 'false'),
    v.description(
      `What the services tell in detail in the journal: true for everything, false, or a list of ${DEBUG_IN_WORDS}. A reload switches it.`,
    ),
    v.metadata({ example: '[follow, delivery]' }),
  ),
  host,
  application: retired,
})

/** The whole configuration. */
export const SCHEMA = v.pipe(
  entries,
  v.partialCheck(
    [
      ['followers'],
      ['logs'],
      ['transmission'],
      ['receivers'],
      ['alerts'],
      ['mail_reports'],
      ['traffic'],
      ['checks'],
      ['watch', 'auto'],
    ],
    ({
      followers = {},
      logs,
      transmission,
      receivers,
      alerts,
      mail_reports: reports,
      traffic,
      checks,
      watch: { auto },
    }) =>
      [
        Object.values(followers),
        logs,
        [transmission],
        receivers,
        alerts,
        reports,
        traffic.logs,
        checks,
        auto === 'true' ? [auto] : [],
      ]
        .flat()
        .some((work) => work !== undefined),
    'names nothing to do; write followers or logs, or where reports go',
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const { mail_reports: reports, report_modules: modules, checks } = dataset.value
    const faults = [...repeated(dataset.value), ...sectionFaults(reports, modules), ...checkFaults(checks)]
    for (const { path, message } of faults) addIssue({ message, path: issuePath(dataset.value, path) })
  }),
)
