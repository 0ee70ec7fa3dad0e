import { type Notice, notice } from '../../lib/notice/notice.ts'
import { sourceNotices } from '../follow/notices.ts'

/** What to do if nobody can listen on a socket, by what is at its path or the system's error code. */
const SOCKET_REMEDIES: Readonly<Record<string, string>> = {
  'no socket': 'something else is there, and stays as it is; remove it, or correct the path in the configuration.',
  'in use': 'another process listens there; stop it, or give each a socket of its own.',
  ENOENT: 'its folder is missing; make it.',
  EROFS: 'its folder cannot be written to; use /run/spoor, or let the unit write there (ReadWritePaths).',
  EACCES: "its folder cannot be written to; give the agent's user the right, or use /run/spoor.",
}

/** Notices about streams, which cannot be read again. */
export const streamNotices = {
  streamFound: (source: string, path: string, offset: number): Notice =>
    notice('info', 'stream_found', `${source}: reading ${path} from byte ${offset}, counted over all runs.`, path),
  notPipe: (source: string, path: string): Notice =>
    notice(
      'error',
      'stream_unreadable',
      `${source}: ${path} is not a named pipe; make one (mkfifo), or correct its path in the configuration.`,
      path,
    ),
  streamCut: (source: string, path: string, bytes: number): Notice =>
    notice(
      'warning',
      'stream_cut',
      `${source}: ${bytes} bytes taken from ${path} could not be sealed and are lost.`,
      path,
    ),
  socketListening: (source: string, path: string): Notice =>
    notice('info', 'socket_listening', `${source}: listening on ${path}.`, path),
  /** As of a file that cannot be read. */
  notListening: (source: string, path: string, fault: string): Notice => ({
    ...sourceNotices.sourceUnreadable(source, path, fault),
    text: `${source}: cannot listen on ${path}: ${SOCKET_REMEDIES[fault] ?? `the system says ${fault}.`} The agent tries again every second.`,
  }),
  listeningAgain: (source: string, path: string): Notice => ({
    ...sourceNotices.sourceReadable(source, path),
    text: `${source}: ${path} can be written to again.`,
  }),
  socketFull: (source: string, path: string, most: number): Notice =>
    notice(
      'warning',
      'socket_full',
      `${source}: ${path} has ${most} connections, and takes no more until one ends; let writers keep one connection each.`,
      path,
    ),
  socketPassedOver: (source: string, path: string): Notice =>
    notice(
      'notice',
      'socket_passed_over',
      `${source}: nobody listens on ${path} with --once; the collector does when it runs on.`,
      path,
    ),
}

/** What is said of a systemd journal. */
export const journalNotices = {
  journalFound: (source: string, path: string, isNew: boolean): Notice =>
    notice(
      'info',
      'journal_found',
      `${source}: reading the ${path} ${isNew ? 'from its beginning' : 'after the last entry that was read'}.`,
      path,
    ),
  /** As of a file that cannot be read. */
  journalUnreadable: (source: string, path: string, why: string): Notice => ({
    ...sourceNotices.sourceUnreadable(source, path, ''),
    text: `${source}: the ${path} cannot be read: ${why}. The agent tries again, within a minute at the latest, and nothing is lost.`,
  }),
  journalReadable: (source: string, path: string): Notice => ({
    ...sourceNotices.sourceReadable(source, path),
    text: `${source}: the ${path} can be read again.`,
  }),
  /** As of a file, but nobody knows whether anything is lost: perhaps only the entry that was read last is gone. */
  journalGap: (source: string, path: string, cursor: string): Notice => ({
    ...sourceNotices.logGap(source, { file: path, generation: cursor, from: 0, to: undefined, cause: 'missing' }),
    text: `${source}: the ${path} no longer has the entry that was read last (it was vacuumed, or its files were removed); entries after it may be lost. Reading goes on with the next one that is there.`,
  }),
  entryUnread: (source: string, path: string): Notice =>
    notice(
      'warning',
      'entry_unread',
      `${source}: an entry of the ${path} was passed over: its message is longer than 4096 bytes, which journalctl leaves out, or it cannot be understood.`,
      path,
    ),
}
