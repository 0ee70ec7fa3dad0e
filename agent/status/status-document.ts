// What `status --json` prints: docs/status.schema.json is made from it, and a test holds real output against it.
import * as v from 'valibot'
import { lastLook } from '../backstop/last-look.ts'
import { ignoredSnapshot, placesSnapshot, toldKindsSnapshot } from '../snapshots/collector-snapshot.ts'
import { count, leftOutEvents, moment, roleSnapshot } from '../snapshots/snapshot.ts'
import { delivery } from '../snapshots/transmitter-snapshot.ts'
import { shownCheck } from '../snapshots/watcher-snapshot.ts'
import { longDocument } from './long-document.ts'
import { RECEIVER_STATES } from './shown-receivers.ts'
import { SOURCE_STATES } from './source-state.ts'
import { STATUS_SCHEMA } from './status-schema.ts'

const words = v.string()
const flag = v.literal(true)
const numberOf = (what: string): v.GenericSchema<number> => v.pipe(count, v.description(what))
const time = (what: string): v.GenericSchema<number> => v.pipe(moment, v.description(what))

const warning = v.object({
  code: v.pipe(words, v.description('Which it is; docs/commands.md has all.')),
  severity: v.pipe(
    v.picklist(['notice', 'warning', 'error']),
    v.description('From a warning upwards the agent is degraded.'),
  ),
  text: v.pipe(words, v.description('What is, in sentences.')),
  remedy: v.pipe(words, v.description('What to do, in sentences; after "; type: " stands a command.')),
})

const ofProcess = {
  running: v.boolean(),
  idle: v.exactOptional(v.pipe(flag, v.description('The configuration gives it no work, so that it need not run.'))),
  disabled: v.exactOptional(v.pipe(v.boolean(), v.description('It was told to do nothing.'))),
  hangs: v.exactOptional(v.pipe(flag, v.description('It runs, but has shown no sign of life for over a minute.'))),
  pid: v.exactOptional(numberOf('Its process; where it does not run, the last one.')),
  version: v.exactOptional(v.pipe(words, v.description('The version that runs, which an upgrade does not change.'))),
  startedAt: v.exactOptional(time('When it started.')),
  countedSince: v.exactOptional(time('When counting began, which goes on over restarts.')),
  notices: v.exactOptional(
    v.pipe(roleSnapshot.entries.notices, v.description('How often it gave each notice, and its last warnings.')),
  ),
}

const collector = v.object({
  ...ofProcess,
  held: v.exactOptional(v.pipe(words, v.description('Why reading has stopped, while it has.'))),
  ignored: v.exactOptional(
    v.pipe(v.array(ignoredSnapshot), v.description('What each rule of `ignore` left out, of all sources.')),
  ),
  places: v.exactOptional(
    v.pipe(placesSnapshot, v.description('What is wrong with the places that mailboxes are used from.')),
  ),
  tells: v.exactOptional(
    v.pipe(v.array(toldKindsSnapshot), v.description('Which kinds of events each source can tell.')),
  ),
})

const transmitter = v.object({
  ...ofProcess,
  delivery: v.exactOptional(v.pipe(delivery, v.description('How delivery to the API goes, with all that is counted.'))),
  receivers: v.exactOptional(
    v.pipe(v.record(words, delivery), v.description('The same of further receivers and alerts, by their names.')),
  ),
  switchedOff: v.exactOptional(v.pipe(v.array(words), v.description('The names of those that are switched off.'))),
  removed: v.exactOptional(
    v.pipe(v.object({ transmitted: count, failed: count }), v.description('Reports that were removed as old.')),
  ),
  noApi: v.exactOptional(v.pipe(flag, v.description('The configuration has no `transmission`.'))),
  alerts: v.exactOptional(v.pipe(v.array(words), v.description('The names of the alerts.'))),
})

const watcher = v.object({
  ...ofProcess,
  checks: v.exactOptional(v.array(shownCheck)),
  network: v.exactOptional(time('Since when this host has no network, while that is so.')),
})

const queue = {
  waiting: numberOf('Reports that wait.'),
  waitingBytes: numberOf('Their bytes.'),
  oldest: v.exactOptional(time('When the oldest of them was sealed.')),
  failed: numberOf('Reports that were refused for good.'),
  acknowledged: numberOf('How many of these were acknowledged.'),
}

const receiver = v.object({
  name: v.pipe(words, v.description('`api` is the Spoor API of `transmission`.')),
  state: v.pipe(
    v.picklist(RECEIVER_STATES),
    v.description(
      'Nothing is wrong; nothing can be delivered for now; nothing was to be delivered yet; it is switched off; the transmitter does not run.',
    ),
  ),
  ...queue,
  lastSuccess: v.exactOptional(time('When it last accepted a report.')),
  lastError: v.exactOptional(
    v.pipe(v.object({ at: moment, reason: words }), v.description('The last try that failed, kept once all is well.')),
  ),
  nextTry: v.exactOptional(time('When a report is tried again, while one waits for that.')),
  problem: v.exactOptional(
    v.pipe(words, v.description('Whose fault it is that nothing is delivered, while that is so.')),
  ),
  clock: v.exactOptional(
    v.pipe(
      v.object({
        at: time('When that answer came.'),
        offset: v.pipe(
          v.number(),
          v.description(
            'Milliseconds, in whole seconds, by which the clock of this server is ahead; negative: behind.',
          ),
        ),
        within: numberOf('The true offset is at most so many milliseconds from that.'),
      }),
      v.description('What the last answer showed of both clocks, since the transmitter started.'),
    ),
  ),
  alert: v.exactOptional(
    v.pipe(
      v.object({ held: count, told: v.optional(moment), due: v.optional(moment) }),
      v.description('Of an alert: events that it holds, when it told last, when it tells next.'),
    ),
  ),
})

const states = Object.entries(SOURCE_STATES).map(([word, meaning]) => `${word}: ${meaning}`)

const source = v.object({
  source: v.pipe(words, v.description('Its name in the configuration.')),
  path: words,
  state: v.pipe(v.picklist(Object.keys(SOURCE_STATES)), v.description(states.join(' '))),
  problem: v.exactOptional(v.pipe(words, v.description('Why there is nothing to read, while that is so.'))),
  offset: v.exactOptional(numberOf('Bytes of the file that are read.')),
  size: v.exactOptional(numberOf('Bytes of the file at the path now.')),
  written: v.exactOptional(time('When that file was written to last.')),
  lag: v.exactOptional(numberOf('Bytes of it that are not read yet.')),
  lagSeconds: v.exactOptional(numberOf('At most so many seconds ago the oldest of them was written.')),
  rate: v.exactOptional(numberOf('Bytes read in a second, lately.')),
  lines: numberOf('Lines read.'),
  ofInterest: numberOf('Lines of these that were looked at closely.'),
  unrecognised: numberOf('Lines of these that were not understood.'),
  events: numberOf('Events let through: sealed for delivery.'),
  leftOut: v.exactOptional(
    v.pipe(
      leftOutEvents,
      v.description('Events left out: by `events`, as nobody wants them, and by a rule of `ignore`.'),
    ),
  ),
  lately: v.exactOptional(
    v.pipe(
      v.object({ ofInterest: count, unrecognised: count }),
      v.description('Of the last few hundred lines that were looked at closely.'),
    ),
  ),
  lastEvent: v.exactOptional(time('When its last event happened, by the log.')),
  lastRotation: v.exactOptional(time('When it was last noticed that it was rotated or truncated.')),
})

const spool = v.object({
  path: words,
  ...queue,
  foreign: numberOf("Files that are not the agent's."),
  strangers: v.pipe(v.array(words), v.description('The first of their names.')),
  transmitted: numberOf('Reports that the API has, and that are kept.'),
  sealed: numberOf('Reports that are kept for any receiver, or none.'),
  receivers: v.exactOptional(
    v.pipe(v.record(words, v.object(queue)), v.description('What waits for other receivers than the API.')),
  ),
  problem: v.exactOptional(v.pipe(words, v.description('Why it cannot be read.'))),
})

const { failed, success } = lastLook.entries

/** What `spoor-agent status --json` prints; times are milliseconds since 1970-01-01T00:00:00Z. */
export const statusDocument = v.object({
  schema: v.pipe(v.literal(STATUS_SCHEMA), v.description('The version of this format.')),
  health: v.pipe(v.picklist(['healthy', 'degraded', 'down']), v.description('What all warnings come to.')),
  warnings: v.pipe(v.array(warning), v.description('What is not as it should be, the worst first.')),
  version: v.pipe(words, v.description('The version of the program that was asked.')),
  host: words,
  collector,
  transmitter,
  watcher: v.exactOptional(watcher),
  receivers: v.pipe(v.array(receiver), v.description('Every receiver and alert, the API first.')),
  backstop: v.exactOptional(
    v.object({
      state: v.picklist(['off', 'waiting', 'looking', 'succeeded', 'failed', 'hangs', 'unfinished', 'absent']),
      begunAt: v.exactOptional(moment),
      unfinished: v.exactOptional(count),
      failed: v.exactOptional(failed),
      success: v.exactOptional(success),
    }),
  ),
  hooks: v.exactOptional(
    v.object({
      state: v.picklist(['registered', 'incomplete', 'unregistered', 'unknown']),
      expected: numberOf('Events of cPanel that the hook is to be run for.'),
      registered: v.exactOptional(numberOf('How many of them it is run for; absent where that is not known.')),
      problem: v.exactOptional(v.pipe(words, v.description('What is wrong, or why it is not known.'))),
    }),
  ),
  sources: v.array(source),
  spool,
  refused: v.exactOptional(
    v.pipe(words, v.description('Why the processes do not use the changed configuration, while that is so.')),
  ),
  exposed: v.exactOptional(
    v.pipe(
      v.array(v.object({ folder: words, sources: v.array(words) })),
      v.description('Folders of logs that others than root can write to.'),
    ),
  ),
  ...longDocument,
})
