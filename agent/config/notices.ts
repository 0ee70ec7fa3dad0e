import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about the configuration. */
export const configNotices = {
  keysIgnored: (file: string, keys: readonly string[]): Notice =>
    notice(
      'notice',
      'config_keys_ignored',
      `${file}: keys of App::Spoor that have no effect: ${keys.join(', ')}; remove them.`,
    ),
  configPassedOver: (file: string): Notice =>
    notice('warning', 'config_passed_over', `${file}: is not read because its name does not end in .yml; rename it.`),
}
