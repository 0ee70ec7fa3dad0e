import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { duration, oneOrList, path, text, truth } from '../../../lib/settings/value.ts'
import { WEEKDAYS } from '../mail-reports/weekdays.ts'
import type { MaintenanceWindow, OffSwitch, ReferenceTarget } from './check-config.ts'
import { restartTarget } from './restart-target.ts'

const SECOND = 1000
const DAY = 86_400_000

const name = v.pipe(text, v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name (a letter, then up to 31 of a-z 0-9 -)'))

const WINDOW = /^(?:daily|(\w+day)) ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

const window = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }): MaintenanceWindow => {
    const [whole, day, ...numbers] = WINDOW.exec(dataset.value) ?? []
    const weekday = WEEKDAYS.findIndex((each) => each === day)
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = numbers.map(Number)
    const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
    if (whole !== undefined && from !== to && (day === undefined || weekday >= 0))
      return { from, to, ...(day !== undefined && { weekday }) }
    addIssue({ message: 'is neither daily HH:MM-HH:MM nor sunday HH:MM-HH:MM' })
    return NEVER
  }),
)

const offSwitch = v.pipe(
  path,
  v.regex(/^[^#]{1,1024}(?:#[^#]{1,256})?$/, 'is neither PATH nor PATH#LINE'),
  v.transform((written): OffSwitch => {
    const [path = '', line] = written.split('#')
    return line === undefined ? { path } : { path, line }
  }),
)

const failures = v.pipe(text, v.regex(/^(?:[1-9]|10)$/, 'is not a number from 1 to 10'), v.transform(Number))

const reference = v.pipe(
  text,
  v.rawTransform(({ dataset, addIssue, NEVER }): ReferenceTarget => {
    const [, v6, name, digits] =
      /^(?:\[([\da-fA-F:]{2,39})\]|([\w.-]{1,253})):([1-9]\d{0,4})$/.exec(dataset.value) ?? []
    const [host, port] = [v6 ?? name, Number(digits)]
    if (host !== undefined && port <= 65_535) return { host, port }
    addIssue({ message: 'is not HOST:PORT' })
    return NEVER
  }),
)

const check = v.pipe(
  v.looseObject(
    {
      name: v.pipe(
        name,
        v.description('Its name: a letter, then up to 31 of a-z 0-9 -.'),
        v.metadata({ example: 'imap' }),
      ),
      type: v.pipe(
        text,
        v.description('How it checks; each type has further keys, which docs/checks.md lists.'),
        v.metadata({ example: 'tcp' }),
      ),
      interval: v.pipe(
        v.optional(
          v.pipe(duration, v.minValue(5 * SECOND, 'is less than 5s'), v.maxValue(DAY, 'is longer than a day')),
        ),
        v.description('How often it runs; default: 60s; 5m for the types disk, host and mail, and a day for updates.'),
        v.metadata({ example: '5m' }),
      ),
      limit: v.pipe(
        v.optional(v.pipe(duration, v.maxValue(600 * SECOND, 'is longer than 10m'))),
        v.description(
          'How long it may take; then it is ended, and has failed; default: 10s; a minute for the type mail, and two for updates.',
        ),
        v.metadata({ example: '30s' }),
      ),
      late: v.pipe(
        v.optional(duration),
        v.description('An answer that takes longer is late; without this it may take until limit.'),
        v.metadata({ example: '2s' }),
      ),
      after: v.pipe(
        v.optional(name),
        v.description('The name of another check: while that is down this one does not run, and is blocked.'),
        v.metadata({ example: 'gateway' }),
      ),
      failures: v.pipe(
        v.optional(failures, '3'),
        v.description('How many failures in a row are told; between them it runs every 10s.'),
      ),
      maintenance: v.pipe(
        v.optional(v.pipe(oneOrList(window), v.maxLength(32, 'holds more than 32 items'))),
        v.description(
          "When it does not run: daily 03:00-04:00, sunday 03:00-05:00 or a list of these, by this host's clock.",
        ),
        v.metadata({ example: 'sunday 03:00-05:00' }),
      ),
      disabled_by: v.pipe(
        v.optional(v.pipe(oneOrList(offSwitch), v.maxLength(16, 'holds more than 16 items'))),
        v.description(
          'Files, one or a list, that switch it off: PATH if it exists, PATH#LINE if it has this line. Looked at before each run.',
        ),
        v.metadata({ example: '[/etc/eximdisable, /etc/eximisevil]' }),
      ),
      restart: v.pipe(
        v.optional(restartTarget),
        v.description(
          'What is restarted while it is down: systemctl NAME, or cpanel NAME for restartsrv_NAME; default: nothing.',
        ),
        v.metadata({ example: 'systemctl exim' }),
      ),
    },
    'is missing',
  ),
  v.metadata({ open: true }),
)

/** The list `checks`. */
export const checkList = v.pipe(
  v.optional(v.pipe(v.array(check), v.maxLength(1000, 'holds more than 1,000 checks')), []),
  v.description('Services, hosts and parts of this host to keep an eye on, each with a name and a type.'),
  v.metadata({
    example: `
  - { name: imap, type: tcp, port: 143 }`,
  }),
)

/** What stands below `watch`. */
export const watch = section({
  auto: v.pipe(
    v.optional(truth, 'false'),
    v.description(
      'Whether what is found on this host is checked without a word in checks: what chkservd checks, else what listens at well-known ports; and the disks and the host. What was found once stays, until: spoor-agent checks forget NAME.',
    ),
    v.metadata({ example: 'true' }),
  ),
  reference: v.pipe(
    v.optional(v.pipe(oneOrList(reference), v.maxLength(8, 'holds more than 8 items'))),
    v.description(
      'Hosts elsewhere that answer nearly always, HOST:PORT or a list: if none of them does either, not the target of a check is down but the network of this host.',
    ),
    v.metadata({ example: '[192.0.2.1:443, 198.51.100.1:53]' }),
  ),
  log: v.pipe(
    v.optional(path),
    v.description(
      'A file to which each round of checks is written in the form of chkservd.log; from 4 MiB on it becomes an old copy, of which there is one. The watcher of the packages can write below /var/lib/spoor-watch.',
    ),
    v.metadata({ example: '/var/lib/spoor-watch/checks.log' }),
  ),
})
