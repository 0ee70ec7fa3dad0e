import type { Gap, GapCause } from './follow/gap.ts'
import type { RefusedPart } from './spool/refused-part.ts'

/** How much a notice matters; the journal and `status` show it. */
export type Severity = 'error' | 'warning' | 'notice' | 'info'

/** One thing the agent says of itself: a journal line, a counter and a line in `status`, all from this. */
export interface Notice {
  /** Stable name for scripts and searches: `source_rotated`. */
  readonly code: string
  readonly severity: Severity
  /** One sentence: what, where, and what to do. Never a secret, a session token or a raw line. */
  readonly text: string
  /** The log, folder or source that it is about, where there may be many of a kind. */
  readonly about?: string
}

/** Where notices go; passed in, so that a function says what happened without knowing who listens. */
export type Tell = (notice: Notice) => void

function notice(severity: Severity, code: string, text: string, about?: string): Notice {
  return about === undefined ? { code, severity, text } : { code, severity, text, about }
}

const GAP_CAUSES: Record<GapCause, string> = {
  truncated: 'it was truncated or rewritten before it was read, and no copy of it is there',
  missing:
    'while nobody looked, it went away or was rewritten, and neither the file nor any copy holds the bytes before',
  unreadable: 'copies that may hold it cannot be read',
}

const MOST_NAMES = 10

const RIGHTS = "give the agent's user the right to read it."
const DESCRIPTORS = 'raise the limit of open files (LimitNOFILE).'

/** What to do where a log cannot be read, by the system's code. */
const READ_REMEDIES: Readonly<Record<string, string>> = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  ELOOP: 'its symbolic links lead in a circle; mend them.',
  EMFILE: DESCRIPTORS,
  ENFILE: DESCRIPTORS,
}

/** Names that may be thousands, the first few of them. */
function listed(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${first} and ${names.length - MOST_NAMES} more` : first
}

/** Everything the agent can say of itself, in one place. */
export const notices = {
  keysIgnored: (file: string, keys: readonly string[]): Notice =>
    notice(
      'notice',
      'config_keys_ignored',
      `${file}: ${keys.join(', ')} had a meaning for App::Spoor and have none any more; remove them.`,
    ),
  configPassedOver: (file: string): Notice =>
    notice('warning', 'config_passed_over', `${file}: is not read, for its name does not end in .yml; rename it.`),

  configReloaded: (): Notice => notice('notice', 'config_reloaded', 'The configuration was read again and counts.'),
  configRefused: (reason: string): Notice =>
    notice('error', 'config_refused', `The configuration is not changed, the one before goes on: ${reason}`),
  credentialsRenewed: (): Notice =>
    notice('notice', 'credentials_renewed', 'Secret and certificates were read again, and are used from now on.'),
  credentialsRefused: (reason: string): Notice =>
    notice('error', 'credentials_refused', `Secret and certificates are not changed, those before go on: ${reason}`),

  zoneUnknown: (text: string): Notice =>
    notice(
      'warning',
      'zone_unknown',
      `TZ=${text} names no time zone, so times in logs that carry none are taken for UTC; correct TZ, or write the zone to followers.LOG.zone (parse: --zone).`,
    ),

  watchFailed: (folder: string, code: string): Notice =>
    notice(
      'warning',
      'watch_failed',
      `${folder}: cannot be watched (${code}), so it is looked at every second; for ENOSPC raise fs.inotify.max_user_watches, for EMFILE fs.inotify.max_user_instances.`,
      folder,
    ),

  sourceFound: (source: string, path: string, offset: number): Notice =>
    notice('info', 'source_found', `${source}: following ${path} from byte ${offset}.`, path),
  sourceMissing: (source: string, path: string): Notice =>
    notice(
      'warning',
      'source_missing',
      `${source}: ${path} is not there yet; it is read from its beginning when it appears.`,
      path,
    ),
  sourceUnreadable: (source: string, path: string, code: string): Notice =>
    notice(
      'error',
      'source_unreadable',
      code === 'ENODATA'
        ? `${source}: ${path} is a folder, pipe or device; correct followers.${source}.name.`
        : `${source}: ${path} cannot be read (${code}); ${READ_REMEDIES[code] ?? 'look at its disk. It is tried again each second, and nothing is lost.'}`,
      path,
    ),
  tooManyLogs: (source: string, pattern: string, count: number): Notice =>
    notice(
      'error',
      'too_many_logs',
      `${source}: ${pattern} means ${count} files, more than are followed of one pattern; those beyond that are not read. Remove what is no log, or name the logs more closely in followers.${source}.name.`,
      pattern,
    ),
  sourceReadable: (source: string, path: string): Notice =>
    notice('notice', 'source_readable', `${source}: ${path} can be read again.`, path),
  sourceRotated: (source: string, path: string, newer: number): Notice =>
    notice(
      'info',
      'source_rotated',
      `${source}: ${path} was rotated${newer > 0 ? ` ${newer + 1} times` : ''}; the old file is read to its end, then the new one from its beginning.`,
      path,
    ),
  sourceRotatedOutside: (source: string, path: string): Notice =>
    notice(
      'error',
      'source_rotated_outside',
      `${source}: ${path} is mounted by itself, and was rotated where it comes from: what is written there since is not seen here. Mount its folder instead, and start the collector again.`,
      path,
    ),
  sourceTruncated: (source: string, path: string, offset: number): Notice =>
    notice(
      'notice',
      'source_truncated',
      `${source}: ${path} was truncated or replaced when it had been read to byte ${offset}; it is read from its beginning.`,
      path,
    ),
  sourceReplaced: (source: string, path: string, offset: number): Notice =>
    notice(
      'info',
      'source_replaced',
      `${source}: ${path} was replaced by the same content; reading goes on at byte ${offset}, nothing is lost.`,
      path,
    ),
  sourceShortened: (source: string, path: string, offset: number): Notice =>
    notice(
      'info',
      'source_shortened',
      `${source}: ${path} was rewritten and its newest part kept; reading goes on at byte ${offset}, nothing is lost.`,
      path,
    ),
  sourceCopied: (source: string, copy: string, offset: number): Notice =>
    notice(
      'info',
      'source_copied',
      `${source}: the log was copied away; what came after byte ${offset} is read from ${copy}, nothing is lost.`,
      source,
    ),
  copiesUnreadable: (source: string, copies: readonly string[]): Notice =>
    notice(
      'warning',
      'copies_unreadable',
      `${source}: ${listed(copies)} cannot be searched for unread lines; let logrotate compress with gzip.`,
      source,
    ),
  logGap: (source: string, { file, from, to, cause }: Gap, searched: readonly string[] = []): Notice =>
    notice(
      'warning',
      'log_gap',
      `${source}: ${file}: what was written ${to === undefined ? `after byte ${from}` : `from byte ${from} to ${to}`} cannot be had any more: ${GAP_CAUSES[cause]}.${searched.length === 0 ? '' : ` Looked into in vain: ${listed(searched)}.`}`,
      file,
    ),
  holeSkipped: (source: string, path: string, offset: number): Notice =>
    notice(
      'notice',
      'hole_skipped',
      `${source}: the NUL bytes before byte ${offset} of ${path} were skipped; its writer should append (O_APPEND).`,
      path,
    ),
  sourceEncoded: (source: string, path: string, encoding: string): Notice =>
    notice(
      'warning',
      'source_encoded',
      `${source}: ${path} is written in ${encoding}, and nothing in it is understood; let it be written in UTF-8, as cPanel does (iconv -f ${encoding} -t UTF-8 turns a copy into it).`,
    ),
  lineCut: (source: string, path: string, offset: number, kept: number): Notice =>
    notice(
      'warning',
      'line_cut',
      `${source}: the line at byte ${offset} of ${path} is longer than ${kept} bytes; the rest of it is skipped.`,
      path,
    ),

  spoolHeld: (reason: string): Notice =>
    notice('error', 'spool_held', `Reading has stopped, the logs are the buffer: ${reason}`),
  spoolReleased: (): Notice =>
    notice('notice', 'spool_released', 'Reports can be stored again; reading goes on where it stopped.'),
  checkpointsUnreadable: (file: string, reason: string): Notice =>
    notice(
      'error',
      'checkpoints_unreadable',
      `${file}: ${reason}; the positions before these are used, moved on by what the reports in the spool tell; a log that neither knows begins at its configured start.`,
    ),
  checkpointsLost: (paths: readonly string[]): Notice =>
    notice(
      'error',
      'checkpoints_lost',
      `No saved positions are left: ${
        paths.length === 0 ? 'every log' : `${paths.join(', ')} are read on after their newest reports, any other log`
      } begins at its configured start, see source_found; what that leaves out can be seen with spoor-agent replay.`,
    ),
  checkpointsUnsaved: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'checkpoints_unsaved',
      `${file}: cannot be saved (${reason}); it is tried again. Nothing is lost: the spool holds what was found.`,
    ),
  statusUnsaved: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'status_unsaved',
      `${file}: cannot be saved (${reason}); it is tried again. Until then status shows what was before; all else works.`,
    ),
  fileNotOurs: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'spool_file_not_ours',
      `${file}: ${reason}; it is neither read nor sent. Remove it or, if it is a report, mend that.`,
    ),
  fileBroken: (file: string, reason: string): Notice =>
    notice('error', 'spool_file_broken', `${file}: ${reason}; it was moved to transmission_failed.`),
  apiUnreachable: (reason: string): Notice =>
    notice('warning', 'api_unreachable', `${reason} Reports wait in the spool and are tried again until they arrive.`),
  apiRefuses: (reason: string): Notice =>
    notice('error', 'api_refuses', `${reason} Reports wait in the spool; nothing is lost.`),
  apiReachable: (tries: number, length: string): Notice =>
    notice('notice', 'api_reachable', `The API is reachable again after ${length}; failed tries: ${tries}.`),
  compressionRefused: (): Notice =>
    notice(
      'warning',
      'compression_refused',
      'The API does not take compressed reports (HTTP 415), so they are sent as they are; set transmission.compress to none.',
    ),
  reportRejected: (name: string, reason: string): Notice =>
    notice('error', 'report_rejected', `${name} was moved to transmission_failed: ${reason}`),
  reportDivided: (name: string, refused: readonly RefusedPart[]): Notice =>
    notice(
      'error',
      'report_divided',
      `${name} was accepted but for ${refused.reduce((sum, { entries }) => sum + entries.length, 0)} entries, which are in transmission_failed: ${refused[0]?.reason ?? ''}`,
    ),
  reportTaken: (name: string, outcome: string): Notice =>
    notice('notice', 'report_taken', `${name} was taken out of parsed while it was being sent; ${outcome}`),
  reportRetried: (name: string, reason: string): Notice =>
    notice(
      'notice',
      'report_retried',
      `${name} was moved from transmission_failed to parsed by hand; it had failed: ${reason}`,
    ),
  reportAcknowledged: (name: string, reason: string): Notice =>
    notice('notice', 'report_acknowledged', `${name} was acknowledged by hand; it had failed: ${reason}`),
  reportDropped: (name: string, folder: string, held: string): Notice =>
    notice('notice', 'report_dropped', `${name} was dropped from ${folder} by hand; it held ${held}.`),
  spoolUnusable: (reason: string): Notice => notice('error', 'spool_unusable', `${reason} It is tried again.`),
  reportsRemoved: (transmitted: number, failed: number): Notice =>
    notice(
      'info',
      'reports_removed',
      `Reports that were old or took too much room were removed: ${transmitted} from transmitted, ${failed} from transmission_failed.`,
    ),
  spoolNotPurged: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'spool_not_purged',
      `${folder}: old reports cannot be removed (${reason}); look at the disk and the modes. It is tried again within an hour.`,
    ),
  spoolUsable: (length: string): Notice =>
    notice('notice', 'spool_usable', `The spool can be used again; it could not for ${length}.`),

  heldBack: ({ code, text }: Notice, count: number): Notice =>
    notice(
      'notice',
      'notices_held_back',
      `${code}: ${count} more of these were not written here; status counts all. The last: ${text}`,
    ),
  memoryExceeded: (taken: number): Notice =>
    notice(
      'error',
      'memory_exceeded',
      `The process takes ${Math.ceil(taken / 1024 ** 2)} MiB, more than limits.memory; it ends, and systemd starts it again. Nothing is lost.`,
    ),
  collectorStarted: (followers: number): Notice => notice('info', 'collector_started', `Logs to follow: ${followers}.`),
  collectorStopped: (): Notice =>
    notice('info', 'collector_stopped', 'The next start goes on after what was sealed last.'),
  transmitterStarted: (host: string): Notice => notice('info', 'transmitter_started', `Reporting to ${host}.`),
  transmissionDisabled: (): Notice =>
    notice(
      'notice',
      'transmission_disabled',
      'transmission.enabled is false: nothing is sent, reports stay in the spool.',
    ),
  transmitterStopped: (): Notice => notice('info', 'transmitter_stopped', 'What was not sent waits in the spool.'),
}
