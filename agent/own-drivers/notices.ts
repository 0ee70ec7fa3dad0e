import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about own drivers. */
export const ownDriverNotices = {
  driverRefused: (faults: string): Notice =>
    notice('error', 'driver_refused', `This driver is not loaded; the others are: ${faults}`),
}
