import * as v from 'valibot'
import { issuePath } from '../../../lib/settings/blame.ts'
import { retired, section } from '../../../lib/settings/section.ts'
import { path, truth, zone } from '../../../lib/settings/value.ts'
import { DRIVERS, type LogSource, SOURCES, sourceOf } from '../../sources/sources.ts'
import { log, socket } from '../value.ts'
import { journalMatches } from './journal.ts'

const start = v.pipe(
  v.optional(v.picklist(['end', 'beginning'], 'is neither end nor beginning'), 'end'),
  v.description(
    'Where to begin a log that already exists when it is first seen: end or beginning. A log that appears later is read from its beginning.',
  ),
)

const olddir = v.pipe(
  v.optional(v.pipe(v.string(), v.nonEmpty('is empty'))),
  v.description("The folder that rotation moves copies to, like logrotate's olddir; relative to the log's folder."),
  v.metadata({ example: 'old' }),
)

/** The ways to name a log in its item, each instead of the others. */
const WAYS = ['path', 'stdin', 'pipe', 'socket', 'journal'] as const

const localZone = v.pipe(
  v.optional(zone),
  v.description("The time zone of lines without one, a name or ±HHMM; default: the machine's own."),
  v.metadata({ example: 'Europe/Vienna' }),
)

// oxlint-disable-next-line typescript/explicit-function-return-type -- valibot infers the type, which is the point
const follower = ({ paths, sentence }: LogSource) =>
  v.pipe(
    v.optional(
      section({
        name: v.pipe(
          log,
          v.description('The path of the log; with a * in its last part, all matching logs of that folder.'),
          v.metadata({ example: paths.el }),
        ),
        start,
        olddir,
        zone: localZone,
        maxinterval: retired,
        debug: retired,
        transformer: retired,
        tail: retired,
      }),
    ),
    v.description(sentence),
  )

/** The section `followers`: App::Spoor's logs, each under the name of its source. */
export const followers = v.pipe(
  v.optional(
    section(
      Object.fromEntries(
        SOURCES.filter((source) => source.section === 'followers').map((source) => [source.name, follower(source)]),
      ),
    ),
  ),
  v.description('The logs to follow, each with its path. A log left out is not followed.'),
)

const names = DRIVERS.map(({ name }) => name)
const second = { driver: 'cpanel-login', path: '/var/log/second/login_log' }
/** The sources configured only here, at their usual paths, which the platform decides. */
const example = SOURCES.filter((source) => source.section === 'logs')
  .map(({ driver }) => `\n  - driver: ${driver.name}`)
  .join('')

/** The list `logs`: any number of logs for each driver. */
export const logs = v.pipe(
  v.optional(
    v.array(
      v.pipe(
        section({
          driver: v.pipe(
            v.picklist(names, `is no driver; write one of ${names.join(', ')}`),
            v.description('The driver that reads the log, by its name for parse.'),
            v.metadata({ example: second.driver }),
          ),
          path: v.pipe(
            v.optional(log),
            v.description('The path of the log, as in followers; default: where servers usually have it.'),
            v.metadata({ example: second.path }),
          ),
          stdin: v.pipe(
            v.optional(v.literal('true', 'is not true')),
            v.description('Whether the lines come from standard input instead, until it ends.'),
            v.metadata({ example: 'true' }),
          ),
          pipe: v.pipe(
            v.optional(path),
            v.description('A named pipe (mkfifo) to read the lines from instead.'),
            v.metadata({ example: '/run/spoor-lines/login' }),
          ),
          socket: v.pipe(
            v.optional(socket),
            v.description('A UNIX stream socket that the collector creates, for other programs to write the lines to.'),
            v.metadata({ example: '/run/spoor/login.sock' }),
          ),
          journal: v.pipe(
            v.optional(journalMatches),
            v.description(
              'Entries of the systemd journal to read instead: a unit, a match as journalctl takes it, or a list of them.',
            ),
            v.metadata({ example: 'sshd.service' }),
          ),
          directory: v.pipe(
            v.optional(path),
            v.description("With journal: the folder of the journal's files; default: the machine's own journal."),
            v.metadata({ example: '/var/log/journal/remote' }),
          ),
          start,
          olddir,
          zone: localZone,
          optional: v.pipe(
            v.optional(truth),
            v.description('Whether the log may be missing without a warning.'),
            v.metadata({ example: 'true' }),
          ),
        }),
        v.rawCheck(({ dataset, addIssue }) => {
          if (!dataset.typed) return
          const { value } = dataset
          const [first, second] = WAYS.filter((way) => value[way] !== undefined)
          if (first === undefined || second === undefined) return
          addIssue({ message: `stands beside ${second}; write one of them`, path: issuePath(value, [first]) })
        }),
        v.forward(
          v.check(
            ({ journal, directory }) => directory === undefined || journal !== undefined,
            'stands without journal; write both, or path for a log file',
          ),
          ['directory'],
        ),
      ),
    ),
    [],
  ),
  v.description(
    'Further logs, any number for each driver, each where servers usually have it, or with its path; start, olddir and zone are as in followers. None of these needs to be there.',
  ),
  v.metadata({ example, shown: true }),
)

/** The source that an item of `logs` names by its driver. */
export function sourceRead(driver: string): LogSource {
  return sourceOf({ name: driver })
}
