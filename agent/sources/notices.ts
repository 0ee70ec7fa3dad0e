import { type Notice, notice } from '../../lib/notice/notice.ts'

/** What is said of lines that cannot be read again. */
export const streamNotices = {
  streamFound: (source: string, path: string, offset: number): Notice =>
    notice('info', 'stream_found', `${source}: reading ${path} from byte ${offset} of all that came by it.`, path),
  notPipe: (source: string, path: string): Notice =>
    notice(
      'error',
      'stream_unreadable',
      `${source}: ${path} is no named pipe; make one (mkfifo), or correct its path in the configuration.`,
      path,
    ),
  streamCut: (source: string, path: string, bytes: number): Notice =>
    notice(
      'warning',
      'stream_cut',
      `${source}: of ${path} ${bytes} bytes were taken and are not sealed, and cannot be had again.`,
      path,
    ),
}
