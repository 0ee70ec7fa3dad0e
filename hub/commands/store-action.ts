import { chosenAction } from '../../lib/command-line/chosen-action.ts'
import type { Action, Io, Options } from '../../lib/command-line/command.ts'
import { parseDuration } from '../../lib/settings/quantity.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { HubConfig } from '../config/load.ts'
import { PROGRAM } from '../program.ts'
import type { Actor } from '../store/note-audit.ts'
import type { Store } from '../store/store.ts'
import { commandActor } from './command-actor.ts'
import { withStore } from './command-store.ts'
import { configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** What an action on the store works with. */
export interface StoreParts {
  readonly store: Store
  readonly config: HubConfig
  /** In seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** The words after the action's name, as many as its usage says. */
  readonly words: readonly string[]
  readonly options: Options
  readonly io: Io
  /** Who types it. */
  readonly by: Actor
}

/** One action of a command that works on the store. */
export interface StoreAction extends Action {
  /** Does it, and prints what came of it; throws `ActionNeeded`. */
  run(parts: StoreParts): Promise<void>
}

/** Runs the action that was typed after a command's name, on the configured store. */
export async function runStoreAction(
  command: string,
  actions: Readonly<Record<string, StoreAction>>,
  [name = '', ...words]: readonly string[],
  options: Options,
  io: Io,
): Promise<number> {
  const action = chosenAction(PROGRAM.name, command, actions, name, options)
  refuseCount(command, action, words)
  const config = await loadAsService(configFile(options))
  const now = Math.floor(Date.now() / 1000)
  // Before root becomes the owner of the store.
  const by = commandActor(process.env['SUDO_USER'])
  await withStore(config, (store) => action.run({ store, config, now, words, options, io, by }))
  return EXIT.ok
}

function refuseCount(command: string, { usage }: Action, words: readonly string[]): void {
  const places = usage.split(' ').slice(1)
  if (places.length === words.length) return
  const fault =
    places.length > words.length ? `${places[words.length]} is missing` : `"${words[places.length]}" is too much`
  throw new ActionNeeded(plainText(`${command}: ${fault}; type: ${PROGRAM.name} ${command} ${usage}`), EXIT.usage)
}

/** The value of an option; the default where it was not typed. */
export function typedText(options: Options, name: string, preset: string): string {
  const value = options[name]
  return typeof value === 'string' ? value : preset
}

/** A typed duration such as `24h` in seconds. Throws `ActionNeeded` (exit 2) if it is none, or longer than a year. */
export function typedSeconds(options: Options, name: string, preset: string): number {
  const typed = typedText(options, name, preset)
  const seconds = Math.ceil((parseDuration(typed) ?? Infinity) / 1000)
  if (seconds <= YEAR) return seconds
  throw new ActionNeeded(`--${name} ${plainText(typed)}: write a duration of at most a year: 30m, 24h, 7d`, EXIT.usage)
}

const YEAR = 366 * 86_400
