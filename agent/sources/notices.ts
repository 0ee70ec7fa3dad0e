import { type Notice, notice } from '../../lib/notice/notice.ts'

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
}
