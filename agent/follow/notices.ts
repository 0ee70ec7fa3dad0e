import type { GapCause } from '../../lib/event/event.ts'
import { type Notice, notice } from '../../lib/notice/notice.ts'
import type { Gap } from './gap.ts'

/** Why bytes are lost, in words that follow "because" or a colon. */
export const GAP_CAUSES: Readonly<Record<GapCause, string>> = {
  truncated: 'it was truncated or rewritten before it was read, and there is no copy of it',
  missing:
    'it was removed or rewritten while nobody looked, and neither the file nor any copy contains the bytes before',
  unreadable: 'copies that may contain it cannot be read',
}

const MOST_NAMES = 10

const RIGHTS = "give the agent's user the right to read it."
const DESCRIPTORS = 'raise the limit of open files (LimitNOFILE).'

/** What to do if a log cannot be read, by the system's error code. */
const READ_REMEDIES: Readonly<Record<string, string>> = {
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  ELOOP: 'its symbolic links form a loop; correct them.',
  EMFILE: DESCRIPTORS,
  ENFILE: DESCRIPTORS,
}

/** Lists names; of thousands, the first few. */
function listed(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMES).join(', ')
  return names.length > MOST_NAMES ? `${first} and ${names.length - MOST_NAMES} more` : first
}

/** Notices that every single line of a log can cause; they are limited more strictly than others. */
export const CAUSED_BY_LINES: ReadonlySet<string> = new Set(['hole_skipped', 'line_cut', 'entry_unread'])

/** Notices about logs and their folders. */
export const sourceNotices = {
  zoneUnknown: (text: string): Notice =>
    notice(
      'warning',
      'zone_unknown',
      `TZ=${text} names no time zone, so log times without one are taken as UTC; correct TZ, or set the zone beside the log's path (parse: --zone).`,
    ),
  watchFailed: (folder: string, code: string): Notice =>
    notice(
      'warning',
      'watch_failed',
      `${folder}: cannot be watched (${code}), so it is checked every second; for ENOSPC raise fs.inotify.max_user_watches, for EMFILE fs.inotify.max_user_instances.`,
      folder,
    ),
  sourceFound: (source: string, path: string, offset: number): Notice =>
    notice('info', 'source_found', `${source}: following ${path} from byte ${offset}.`, path),
  sourceMissing: (source: string, path: string): Notice =>
    notice(
      'warning',
      'source_missing',
      `${source}: ${path} does not exist yet; it will be read from its beginning when it appears.`,
      path,
    ),
  sourceUnreadable: (source: string, path: string, code: string): Notice =>
    notice(
      'error',
      'source_unreadable',
      code === 'ENODATA'
        ? `${source}: ${path} is a folder, pipe or device; correct its path in the configuration.`
        : `${source}: ${path} cannot be read (${code}); ${READ_REMEDIES[code] ?? 'check its disk. It is tried again, and nothing is lost.'}`,
      path,
    ),
  tooManyLogs: (source: string, pattern: string, count: number): Notice =>
    notice(
      'error',
      'too_many_logs',
      `${source}: ${pattern} matches ${count} files, more than are followed of one pattern; the others are not read. Remove files that are not logs, or narrow the pattern in the configuration.`,
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
      `${source}: ${path} is a mount by itself and was rotated outside: lines written since then are not seen here. Mount its folder instead, and restart the collector.`,
      path,
    ),
  sourceTruncated: (source: string, path: string, offset: number): Notice =>
    notice(
      'notice',
      'source_truncated',
      `${source}: ${path} was truncated or replaced after it had been read to byte ${offset}; it is read from its beginning.`,
      path,
    ),
  sourceReplaced: (source: string, path: string, offset: number): Notice =>
    notice(
      'info',
      'source_replaced',
      `${source}: ${path} was replaced by the same content; reading continues at byte ${offset}, nothing is lost.`,
      path,
    ),
  sourceShortened: (source: string, path: string, offset: number): Notice =>
    notice(
      'info',
      'source_shortened',
      `${source}: ${path} was rewritten, and part of it kept; reading continues at byte ${offset}, nothing is lost.`,
      path,
    ),
  sourceCopied: (source: string, copy: string, offset: number): Notice =>
    notice(
      'info',
      'source_copied',
      `${source}: the log was copied away; what follows byte ${offset} is read from ${copy}, nothing is lost.`,
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
      `${source}: ${file}: what was written ${to === undefined ? `after byte ${from}` : `from byte ${from} to ${to}`} cannot be recovered: ${GAP_CAUSES[cause]}.${searched.length === 0 ? '' : ` Searched in vain: ${listed(searched)}.`}`,
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
      `${source}: ${path} is written in ${encoding}, so none of its lines is understood; have it written in UTF-8, as cPanel does (iconv -f ${encoding} -t UTF-8 converts a copy).`,
    ),
  lineCut: (source: string, path: string, offset: number, kept: number): Notice =>
    notice(
      'warning',
      'line_cut',
      `${source}: the line at byte ${offset} of ${path} is longer than ${kept} bytes; the rest is skipped.`,
      path,
    ),
}
