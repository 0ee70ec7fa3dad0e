import type { Options } from '../../lib/command-line/command.ts'
import { HUB_CONFIG_FILE } from '../config/usual-paths.ts'

/** The option of every command that needs the configuration. */
export const CONFIG_OPTION: { readonly flags: string; readonly text: string } = {
  flags: '--config <file>',
  text: `The configuration file; default: ${HUB_CONFIG_FILE}.`,
}

/** The configuration file to read: the one given, or the default. */
export function configFile({ config }: Options): string {
  return typeof config === 'string' ? config : HUB_CONFIG_FILE
}
