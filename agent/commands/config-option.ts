import type { Options } from '../../lib/command-line/command.ts'
import { DEFAULT_CONFIG_FILE } from '../config/usual-paths.ts'

/** The option of every command that needs the configuration. */
export const CONFIG_OPTION: { readonly flags: string; readonly text: string } = {
  flags: '--config <file>',
  text: `The configuration file; default: ${DEFAULT_CONFIG_FILE}.`,
}

/** The configuration file to read: the one given, or the default. */
export function configFile(options: Options): string {
  const { config } = options
  return typeof config === 'string' ? config : DEFAULT_CONFIG_FILE
}
