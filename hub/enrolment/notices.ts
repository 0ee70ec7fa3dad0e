import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about servers that enrol. */
export const enrolmentNotices = {
  enrolled: (host: string, token: string, address: string): Notice =>
    notice('info', 'agent_enrolled', `${host} enrolled with the token ${token}, from ${address}.`, host),
  refused: (host: string, address: string, reason: string): Notice =>
    notice(
      'warning',
      'enrolment_refused',
      `${address} wanted to enrol as ${host}, and was refused: ${reason}`,
      address,
    ),
}
