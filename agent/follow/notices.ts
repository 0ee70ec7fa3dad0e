import type { GapCause } from '../../lib/event/event.ts'
import { type Notice, notice } from '../../lib/notice/notice.ts'
import type { Gap } from './gap.ts'

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

/** Told once for each log: whoever writes to it can cause these with every line. */
export const CAUSED_BY_LINES: ReadonlySet<string> = new Set(['hole_skipped', 'line_cut'])

/** What is said of the logs and their folders. */
export const sourceNotices = {
  zoneUnknown: (text: string): Notice =>
    notice(
      'warning',
      'zone_unknown',
      `TZ=${text} names no time zone, so times in logs that carry none are taken for UTC; correct TZ, or write the zone beside the log's path (parse: --zone).`,
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
        ? `${source}: ${path} is a folder, pipe or device; correct its path in the configuration.`
        : `${source}: ${path} cannot be read (${code}); ${READ_REMEDIES[code] ?? 'look at its disk. It is tried again each second, and nothing is lost.'}`,
      path,
    ),
  tooManyLogs: (source: string, pattern: string, count: number): Notice =>
    notice(
      'error',
      'too_many_logs',
      `${source}: ${pattern} means ${count} files, more than are followed of one pattern; those beyond that are not read. Remove what is no log, or name the logs more closely in the configuration.`,
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
}
