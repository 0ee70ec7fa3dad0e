import type { Program } from '../lib/command-line/command.ts'
import { VERSION } from '../lib/command-line/version.ts'

/** The user that the packages make for the services. */
export const USER = 'spoor'

/** The user that they make for the service that checks others: it may read neither the spool nor logs. */
export const WATCH_USER = 'spoor-watch'

/** The user that they make for plugins of checks, which are foreign code: it may do nothing. */
export const PLUGIN_USER = 'spoor-plugins'

/** This program, as it is typed on a command line. */
export const PROGRAM: Program = { name: 'spoor-agent', version: VERSION }

/** The programs of App::Spoor that people and scripts call, and what they are here; the packages make links. */
export const APP_SPOOR_NAMES: Readonly<Record<string, readonly string[]>> = {
  spoor_installer: ['setup', '--no-activate'],
  spoor_report_list: ['reports'],
  spoor_mailbox_event_list: ['events'],
}
