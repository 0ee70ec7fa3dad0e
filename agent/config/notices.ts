import { type Notice, notice } from '../../lib/notice/notice.ts'

/** What is said of the configuration. */
export const configNotices = {
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
}
