import { type Notice, notice } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'

/** Notices about judging what arrives. */
export const evaluationNotices = {
  failed: (error: unknown): Notice =>
    notice(
      'error',
      'judging_failed',
      `What arrived cannot be judged now (${messageOf(error)}): no incident is opened and nobody alerted meanwhile. The hub tries again.`,
    ),
  held: (): Notice =>
    notice(
      'error',
      'judging_held',
      'The disk of the store is full, or has less than a quarter of min_free: what arrived is judged once there is room. Make room there.',
    ),
  goesOn: (): Notice => notice('info', 'judging_goes_on', 'What arrives is judged again.'),
  notJudged: (error: unknown): Notice =>
    notice('error', 'event_not_judged', `An event is left out of the incidents (${messageOf(error)}); this is a bug.`),
}
